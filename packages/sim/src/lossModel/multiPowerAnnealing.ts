import type { MultiPowerLaw } from './annealingLaws.js';

/** Running S2 of {@link TissueLaw} through a run. */
export class TissueAnnealing {
  /** S2 = Σ m_i so far. */
  sum = 0;
  private momentum = 0;
  private rate: number;

  constructor(
    private readonly retention: number,
    firstRate: number,
  ) {
    this.rate = firstRate;
  }

  /** Advances by iterations at one rate; the first one makes the change. */
  pass(rate: number, iterations: number): void {
    this.momentum += (this.rate - rate) / this.retention;
    this.rate = rate;
    const kept = this.retention ** iterations;
    // m·(λ + λ² + … + λⁿ)
    this.sum += (this.momentum * this.retention * (1 - kept)) / (1 - this.retention);
    this.momentum *= kept;
  }

  become(other: TissueAnnealing): void {
    this.sum = other.sum;
    this.momentum = other.momentum;
    this.rate = other.rate;
  }
}

/** Changes of the rate by less than this share of the base rate are merged, so a cosine has at most 200 changes. */
const together = 0.005;

/** The running drop of {@link MultiPowerLaw} through a run, in units of `annealing`. */
export class MultiPowerAnnealing {
  private time = 0;
  private rate: number;
  /** Rate at the latest change that was counted. */
  private counted: number;
  private readonly drops: number[] = [];
  private readonly speeds: number[] = [];
  private readonly starts: number[] = [];

  constructor(
    private readonly law: Pick<MultiPowerLaw, 'speed' | 'rateExponent' | 'saturation'>,
    private readonly baseRate: number,
    firstRate: number,
  ) {
    this.rate = firstRate;
    this.counted = firstRate;
  }

  pass(rate: number, iterations: number): void {
    if (rate !== this.rate) this.change(rate);
    this.time += rate * iterations;
  }

  /** Σ_k (η_{k−1} − η_k)·(1 − (1 + speed_k·S_k)^−saturation): a power for every change so far. */
  get sum(): number {
    let sum = 0;
    for (let k = 0; k < this.drops.length; k++) {
      const since = this.time - this.starts[k]!;
      sum += this.drops[k]! * (1 - (1 + this.speeds[k]! * since) ** -this.law.saturation);
    }
    return sum;
  }

  become(other: MultiPowerAnnealing): void {
    this.time = other.time;
    this.rate = other.rate;
    this.counted = other.counted;
    for (const key of ['drops', 'speeds', 'starts'] as const) this[key].splice(0, Infinity, ...other[key]);
  }

  private change(rate: number): void {
    this.rate = rate;
    if (Math.abs(rate - this.counted) < together * this.baseRate) return;
    const { speed, rateExponent } = this.law;
    this.drops.push(this.counted - rate);
    // At rate 0 annealing stops, so the speed does not matter.
    this.speeds.push(speed * Math.max(rate / this.baseRate, 1e-9) ** -rateExponent);
    this.starts.push(this.time);
    this.counted = rate;
  }
}
