import type { ResolvedOptions } from './fastfaceOptions.js';
import { count, equal, type Fields, oneOf } from './field.js';
import type { Decision, SchedulerState } from './scheduler.js';

/** The part of a state that the patience rule reads and writes. */
export interface PatienceState {
  readonly learningRate: number;
  readonly decision: Decision;
  /** c: stationary iterations in a row so far. */
  readonly stationarySteps: number;
  /** Reductions so far. */
  readonly reductions: number;
  /** Remaining iterations of the cooldown after the latest reduction. */
  readonly cooldownLeft: number;
}

type PatienceOptions = Pick<
  ResolvedOptions,
  'patience' | 'factor' | 'maxReductions' | 'minLearningRate' | 'cooldown'
>;

/** Field checks: the number of reductions determines the rate. */
export const patienceFields = (options: PatienceOptions & Pick<ResolvedOptions, 'learningRate'>) =>
  ({
    decision: oneOf('hold', 'reduce', 'skip'),
    stationarySteps: count(options.patience),
    reductions: count(options.maxReductions),
    cooldownLeft: count(options.cooldown),
    learningRate: equal<PatienceState>(({ reductions }) => {
      const made = new Patience(options);
      made.learningRate = options.learningRate;
      while (made.reductions < reductions && made.reduce());
      return made.reductions === reductions ? made.learningRate : Number.NaN;
    }),
  }) satisfies Fields<PatienceState & SchedulerState>;

/**
 * The patience rule: a stationary iteration with c < patience makes c ← c + 1; with c = patience it reduces the
 * rate and c ← 0, so that a reduction comes on the (patience + 1)-th stationary iteration in a row; any other
 * iteration makes c ← 0.
 *
 * The registers change in place because this runs at every iteration of a scheduler's hot loop. A run loads them from
 * its state, and nothing outside a run sees them.
 */
export class Patience implements PatienceState {
  learningRate = 0;
  decision: Decision = 'hold';
  stationarySteps = 0;
  reductions = 0;
  cooldownLeft = 0;

  constructor(private readonly options: PatienceOptions) {}

  load(state: PatienceState): void {
    this.learningRate = state.learningRate;
    this.decision = 'hold';
    this.stationarySteps = state.stationarySteps;
    this.reductions = state.reductions;
    this.cooldownLeft = state.cooldownLeft;
  }

  /** Counts one more iteration, stationary or not, and returns the rate of the next update. */
  observe(stationary: boolean): number {
    this.decision = 'hold';
    if (this.cooldownLeft > 0) {
      this.cooldownLeft--;
      this.stationarySteps = 0;
    } else if (!stationary) this.stationarySteps = 0;
    else if (this.stationarySteps < this.options.patience) this.stationarySteps++;
    else {
      this.stationarySteps = 0;
      this.reduce();
    }
    return this.learningRate;
  }

  /** True if reductions are left and the rate is above its minimum. */
  get isFree(): boolean {
    const { factor, minLearningRate, maxReductions } = this.options;
    const reduced = Math.max(this.learningRate * factor, minLearningRate);
    return this.reductions < maxReductions && reduced < this.learningRate;
  }

  /** Lowers the rate. Returns false, without effect, at the minimum rate or after the last reduction. */
  reduce(): boolean {
    if (!this.isFree) return false;
    const { factor, minLearningRate, cooldown } = this.options;
    this.learningRate = Math.max(this.learningRate * factor, minLearningRate);
    this.reductions++;
    this.stationarySteps = 0;
    this.cooldownLeft = cooldown;
    this.decision = 'reduce';
    return true;
  }
}
