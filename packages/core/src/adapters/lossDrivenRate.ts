import { check, checkKnown } from '../check.js';
import { fastfaceAuto } from '../fastfaceAuto.js';
import { restore } from '../restore.js';
import type { Loss, Scheduler, SchedulerState } from '../scheduler.js';

/** Options of every adapter: a scheduler, or the two numbers that the default scheduler needs. */
export interface RateOptions {
  /** Rate of the first update, > 0. Some adapters take the default from the trainer. */
  readonly learningRate?: number;
  /** Updates of the whole run, an integer ≥ 1. */
  readonly totalSteps?: number;
  /**
   * Any scheduler. The default is `fastfaceAuto({ learningRate, totalSteps })`; with another one the two numbers are
   * not used.
   */
  // biome-ignore lint/suspicious/noExplicitAny: each scheduler has a state of its own
  readonly scheduler?: Scheduler<any>;
  /** State of an earlier run, from JSON.parse; the run continues from it. */
  readonly state?: unknown;
  /** Called after each change of the rate. */
  readonly onChange?: (change: RateChange) => void;
}

const known = ['learningRate', 'totalSteps', 'scheduler', 'state', 'onChange'] as const;

/**
 * Checks the options of an adapter: rejects unknown options and an invalid scheduler or callback. `more` lists its
 * options beyond {@link RateOptions}.
 */
export function checkRateOptions(adapter: string, options: RateOptions, more: readonly string[] = []): void {
  checkKnown(adapter, options, [...known, ...more]);
  const { scheduler, onChange } = options;
  const isScheduler = typeof scheduler?.init === 'function' && typeof scheduler.step === 'function';
  check(scheduler === undefined || isScheduler, 'scheduler', scheduler, 'a scheduler: fastface(…), say');
  check(onChange === undefined || typeof onChange === 'function', 'onChange', onChange, 'a function');
}

/** One change of the learning rate. */
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
  /** Plain JSON. Save it in a checkpoint and pass it as the option `state` to resume. */
  readonly state: SchedulerState;
  /**
   * Takes the loss of one update (null: the update was skipped) and returns the rate of the next one. Throws a
   * RangeError for anything but a number or null, such as undefined, a tensor or a promise.
   */
  step(loss: Loss): number;
}

/**
 * The hook for your own training loop: make each update at `learningRate` and pass its loss to `step`.
 *
 * The default scheduler is `fastfaceAuto`. A loss that is not finite leaves the rate unchanged.
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
      // Otherwise a forgotten `await` or a misspelt field would be skipped silently at every update.
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
