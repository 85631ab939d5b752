import {
  decisionOf,
  field,
  fromJsonNumber,
  type JsonNumber,
  option,
  type Scheduler,
  type SchedulerState,
  toJsonNumber,
} from '@fastface/core';
import type { Mode } from './improvement.js';
import { skip } from './improvement.js';

/** Options of {@link kerasReduceOnPlateau}; the defaults are Keras's. */
export interface KerasReduceOnPlateauOptions {
  /** Rate of the first update, > 0. */
  readonly learningRate: number;
  /** New rate = old rate × factor, 0 < factor < 1. Default 0.1. */
  readonly factor?: number;
  /** Values without an improvement until the rate is reduced, an integer ≥ 0; 0 and 1 do the same. Default 10. */
  readonly patience?: number;
  /** `min` for a loss, `max` for an accuracy. Default min. */
  readonly mode?: Mode;
  /** How much better than the best a value must be, ≥ 0, in units of the loss. Default 1e-4. */
  readonly minDelta?: number;
  /** Values after a reduction that do not count, an integer ≥ 0. Default 0. */
  readonly cooldown?: number;
  /** Floor of the rate (`min_lr`), ≥ 0. Default 0. */
  readonly minLearningRate?: number;
}

/** State of {@link kerasReduceOnPlateau}. */
export interface KerasReduceOnPlateauState extends SchedulerState {
  /** Best value so far; null before the first. */
  readonly best: JsonNumber | null;
  /** Values in a row without an improvement. */
  readonly wait: number;
  readonly cooldownLeft: number;
}

/**
 * Keras's ReduceLROnPlateau callback, one call per loss:
 *
 *     improved when L + minDelta < best  (max: L − minDelta > best); the first loss always is
 *     after `patience` losses in a row without one   rate ← max(factor·rate, minLearningRate), if rate > minLearningRate
 *
 * It reduces one call EARLIER than PyTorch at the same patience, and the last call of a cooldown already counts.
 * Keras calls it once an epoch; here a call is an iteration. NaN is no improvement. But a NaN as the FIRST loss
 * becomes the best, which nothing beats, so it reduces every `patience` calls. Keras resets best, wait and cooldown
 * at each fit(); here that is a new `init()`. Keras compares and stores the rate in float32, this code uses float64.
 * O(1) per iteration. `null` is not a call: decision `skip`.
 *
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = kerasReduceOnPlateau({ learningRate: 1, patience: 2 });
 * let state = scheduler.init();
 * for (const loss of [3, 2, 2, 2]) state = scheduler.step(state, loss);
 * state.learningRate; // 0.1
 * @see keras.callbacks.ReduceLROnPlateau, checked bit for bit against Keras 3.15.1 with floatx float64
 */
export function kerasReduceOnPlateau(
  options: KerasReduceOnPlateauOptions,
): Required<Omit<Scheduler<KerasReduceOnPlateauState>, 'run'>> {
  const name = 'keras-reduce-on-plateau';
  const resolved = option.resolve(name, options, {
    learningRate: [option.checkPositive],
    factor: [option.checkFactor, 0.1],
    patience: [option.integerFrom(0), 10],
    mode: [option.checkOneOf('min', 'max'), 'min'],
    minDelta: [option.checkNotNegative, 1e-4],
    cooldown: [option.integerFrom(0), 0],
    minLearningRate: [option.checkNotNegative, 0],
  });
  const { learningRate, factor, patience, mode, minDelta, cooldown, minLearningRate } = resolved;

  const isImproved = (loss: number, best: JsonNumber | null) => {
    if (best === null) return true;
    return mode === 'min' ? loss + minDelta < fromJsonNumber(best) : loss - minDelta > fromJsonNumber(best);
  };

  return {
    name,
    options: resolved,
    fields: {
      learningRate: field.within(0, learningRate),
      decision: field.oneOf('hold', 'reduce', 'skip'),
      best: field.nullOr(field.jsonNumber),
      wait: field.count((state) => state.iteration),
      cooldownLeft: field.count(cooldown),
    } satisfies field.Fields<KerasReduceOnPlateauState>,
    init: () => ({
      scheduler: name,
      version: 2,
      options: resolved,
      iteration: 0,
      learningRate,
      decision: 'hold',
      best: null,
      wait: 0,
      cooldownLeft: 0,
    }),
    reason: (state) =>
      state.decision === 'reduce'
        ? `best ${state.best} not beaten in ${Math.max(patience, 1)} calls`
        : `best ${state.best ?? 'none'}, ${state.wait} of ${patience} calls without an improvement`,
    step(state, loss) {
      if (loss === null) return skip(state);
      const cooldownLeft = Math.max(state.cooldownLeft - 1, 0);
      const improved = isImproved(loss, state.best);
      const before = improved || state.cooldownLeft > 0 ? 0 : state.wait;
      const wait = improved || cooldownLeft > 0 ? before : before + 1;
      // At the floor nothing is reduced, the count continues, and no cooldown begins.
      const reduces = wait > 0 && wait >= patience && state.learningRate > minLearningRate;
      const rate = reduces ? Math.max(state.learningRate * factor, minLearningRate) : state.learningRate;
      return {
        scheduler: state.scheduler,
        version: state.version,
        options: state.options,
        iteration: state.iteration + 1,
        learningRate: rate,
        decision: decisionOf(state.learningRate, rate),
        best: improved ? toJsonNumber(loss) : state.best,
        wait: reduces ? 0 : wait,
        cooldownLeft: reduces ? cooldown : cooldownLeft,
      };
    },
  };
}
