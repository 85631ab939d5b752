import { check, checkKnown } from '../check.js';
import { fastfaceAuto } from '../fastfaceAuto.js';
import { restore } from '../restore.js';
import type { Loss, Scheduler, SchedulerState } from '../scheduler.js';

/** What every adapter takes: a scheduler, or the two numbers that the default one needs. */
export interface RateOptions {
  /** Rate of the first update, > 0. Adapters whose trainer tells its rate take that. */
  readonly learningRate?: number;
  /** Updates of the whole run, an integer ≥ 1. */
  readonly totalSteps?: number;
  /** Any scheduler, instead of `fastfaceAuto({ learningRate, totalSteps })`; then the two numbers are not used. */
  // biome-ignore lint/suspicious/noExplicitAny: each scheduler has a state of its own
  readonly scheduler?: Scheduler<any>;
  /** State of an earlier run, as JSON.parse gave it: goes on where that one was. */
  readonly state?: unknown;
  /** Called after each change of the rate. */
  readonly onChange?: (change: RateChange) => void;
}

const known = ['learningRate', 'totalSteps', 'scheduler', 'state', 'onChange'] as const;

/**
 * Checks the options of an adapter when it is made: none that it does not have, and a scheduler and a callback that are some.
 * `more` names those that it has beside {@link RateOptions}.
 */
export function checkRateOptions(adapter: string, options: RateOptions, more: readonly string[] = []): void {
  checkKnown(adapter, options, [...known, ...more]);
  const { scheduler, onChange } = options;
  const isScheduler = typeof scheduler?.init === 'function' && typeof scheduler.step === 'function';
  check(scheduler === undefined || isScheduler, 'scheduler', scheduler, 'a scheduler: fastface(…), say');
  check(onChange === undefined || typeof onChange === 'function', 'onChange', onChange, 'a function');
}

/** One change of the learning rate, as it happened. */
export interface RateChange {
  /** Losses seen: the index of the update that `to` is for. */
  readonly iteration: number;
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** A learning rate that follows the loss. */
export interface LossDrivenRate {
  /** Rate of the NEXT update. */
  readonly learningRate: number;
  /** Plain JSON: put it into a checkpoint, and later into the option `state`. */
  readonly state: SchedulerState;
  /**
   * Takes the loss of one update (null: the update was skipped) and returns the rate of the next one. Throws a RangeError for
   * what is neither a number nor null: undefined, a tensor, a promise.
   */
  step(loss: Loss): number;
}

/**
 * The hook for a training loop of one's own: make it, use `learningRate`, give it each loss.
 *
 * The scheduler is `fastfaceAuto` unless another is given. A loss that is not finite leaves the rate as it is.
 *
 * @param options `learningRate` and `totalSteps`, or a `scheduler`
 * @throws RangeError where an option is missing or out of range, or `state` is not one of this scheduler
 * @example
 * const rate = lossDrivenRate({ learningRate: 0.1, totalSteps: 2000 });
 * for (let iteration = 0; iteration < 2000; iteration++) {
 *   const loss = Math.max(1, 5 - iteration / 200); // your update, made at rate.learningRate
 *   rate.step(loss);
 * }
 * rate.learningRate < 0.1; // true: the loss stopped falling at 800
 */
export function lossDrivenRate(options: RateOptions): LossDrivenRate {
  checkRateOptions('lossDrivenRate', options);
  const { scheduler = defaultScheduler(options), onChange } = options;
  let state: SchedulerState =
    options.state === undefined ? scheduler.init() : restore(scheduler, options.state);
  return {
    get learningRate() {
      return state.learningRate;
    },
    get state() {
      return state;
    },
    step(loss) {
      // Forgotten `await`s and misspelt fields would be skipped in silence, update after update.
      check(
        loss === null || typeof loss === 'number',
        'loss',
        loss,
        'a number, or null for a skipped update',
      );
      const from = state.learningRate;
      state = scheduler.step(state, loss);
      const { iteration, learningRate: to, decision } = state;
      if (to !== from) onChange?.({ iteration, from, to, reason: scheduler.reason?.(state) ?? decision });
      return to;
    },
  };
}

function defaultScheduler({ learningRate, totalSteps }: RateOptions): Scheduler {
  if (learningRate === undefined || totalSteps === undefined) {
    const missing = learningRate === undefined ? 'learningRate' : 'totalSteps';
    throw new RangeError(`missing ${missing} (expected learningRate and totalSteps, or a scheduler)`);
  }
  return fastfaceAuto({ learningRate, totalSteps });
}
