import { count, type Fields, finite, nullWhile } from './field.js';
import type { ResolvedMovingHaar } from './movingHaarOptions.js';
import type { Decision, SchedulerState } from './scheduler.js';

/** Fields that the states of both forms of Moving Haar share. */
export interface MovingHaarBaseState extends SchedulerState {
  /** H_t, in units of loss, positive while the loss falls; null until it is defined (index 2·window). */
  readonly trend: number | null;
  /** c: stationary iterations in a row so far. */
  readonly stationarySteps: number;
  /** r: reductions in the current stationary stretch. */
  readonly streak: number;
  /** Unusable losses: not finite, or from a skipped update. */
  readonly skipped: number;
}

/**
 * Moving Haar's rule: on the (patience + 1)-th stationary iteration in a row the rate is multiplied by `factor`, or,
 * after `restartAfter` such reductions in one stationary stretch, by `restartFactor`. The registers change in place,
 * for the same reason as in Patience.
 */
export class MovingHaarPatience {
  learningRate = 0;
  decision: Decision = 'hold';
  stationarySteps = 0;
  streak = 0;

  constructor(private readonly options: ResolvedMovingHaar) {}

  load(state: MovingHaarBaseState): void {
    this.learningRate = state.learningRate;
    this.decision = 'hold';
    this.stationarySteps = state.stationarySteps;
    this.streak = state.streak;
  }

  observe(stationary: boolean): number {
    this.decision = 'hold';
    if (!stationary) {
      this.stationarySteps = 0;
      this.streak = 0;
    } else if (this.stationarySteps < this.options.patience) this.stationarySteps++;
    else this.act();
    return this.learningRate;
  }

  private act(): void {
    const { factor, restartAfter, restartFactor } = this.options;
    this.stationarySteps = 0;
    const restart = this.streak >= restartAfter;
    this.streak = restart ? 0 : this.streak + 1;
    const next = this.learningRate * (restart ? restartFactor : factor);
    if (next === this.learningRate || !Number.isFinite(next)) return;
    this.learningRate = next;
    this.decision = restart ? 'restart' : 'reduce';
  }
}

/** Field checks. */
export const movingHaarFields = (options: ResolvedMovingHaar) =>
  ({
    skipped: count((state) => state.iteration),
    trend: nullWhile((state) => state.iteration - state.skipped <= 2 * options.window, finite),
    stationarySteps: count(options.patience),
    streak: count(options.restartAfter),
  }) satisfies Fields<MovingHaarBaseState>;

export const initialMovingHaar = (scheduler: string, options: ResolvedMovingHaar) => ({
  scheduler,
  version: 2,
  options,
  iteration: 0,
  learningRate: options.learningRate,
  decision: 'hold' as const,
  trend: null,
  stationarySteps: 0,
  streak: 0,
  skipped: 0,
});
