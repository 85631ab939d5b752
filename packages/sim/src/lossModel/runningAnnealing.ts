import type { MultiPowerLaw, TissueLaw } from './annealingLaws.js';
import { powerDecay } from './modes.js';
import { annealingOf } from './predict.js';
import type { RunningLaw } from './runningLaw.js';

/**
 * Tissue's or the Multi-Power Law in a closed loop. An iteration of the Multi-Power Law costs a power for every
 * change of the rate.
 */
export class RunningAnnealing implements RunningLaw {
  private time = 0;
  private readonly annealing: ReturnType<typeof annealingOf>;

  constructor(
    private readonly law: TissueLaw | MultiPowerLaw,
    private readonly baseRate: number,
    private readonly firstRate: number,
  ) {
    this.annealing = annealingOf(law, baseRate, firstRate);
  }

  run(rate: number, losses: Float64Array): void {
    const { power, limit, annealing } = this.law;
    for (let i = 0; i < losses.length; i++) {
      const slow = power ? power.amplitude * powerDecay(power.exponent, power.scale, this.time) : 0;
      losses[i] = limit + slow - annealing * this.annealing.sum;
      this.pass(rate, 1);
    }
  }

  pass(rate: number, iterations: number): void {
    this.time += rate * iterations;
    this.annealing.pass(rate, iterations);
  }

  copy(): RunningAnnealing {
    const other = new RunningAnnealing(this.law, this.baseRate, this.firstRate);
    other.become(this);
    return other;
  }

  become(copy: RunningLaw): void {
    const other = copy as RunningAnnealing;
    this.time = other.time;
    this.annealing.become(other.annealing as never);
  }
}
