import {
  decisionOf,
  field,
  fromJsonNumber,
  type JsonNumber,
  type Scheduler,
  type SchedulerState,
  toJsonNumber,
} from '@fastface/core';
import { type GreedyOptions, resolveGreedy } from './greedyOptions.js';
import { improvement, skip } from './improvement.js';

/** The latest values, oldest first, and their running sum. */
interface RollingMeanState {
  readonly values: readonly JsonNumber[];
  readonly sum: JsonNumber;
}

const emptyRollingMean: RollingMeanState = { values: [], sum: 0 };

/**
 * Adds a value to a window of at most `size`. As in the original, the sum is updated and never recomputed: rounding
 * errors accumulate, and a NaN or infinity stays in it after leaving the window. O(size) per value.
 */
function pushRollingMean(state: RollingMeanState, value: number, size: number): RollingMeanState {
  const values = [...state.values, toJsonNumber(value)];
  let sum = fromJsonNumber(state.sum) + value;
  if (values.length > size) sum -= fromJsonNumber(values.shift()!);
  return { values, sum: toJsonNumber(sum) };
}

const rollingMean = ({ values, sum }: RollingMeanState): number => fromJsonNumber(sum) / values.length;

/** Fields that a call changes besides the rate; a reset at the floor restores their initial values. */
interface Judgement {
  /** Best value so far; null before the first. */
  readonly best: JsonNumber | null;
  /** Consecutive calls with and without a new best. */
  readonly goodCalls: number;
  readonly badCalls: number;
  readonly cooldownLeft: number;
  readonly warmupLeft: number;
  /** Remaining reductions at the floor before a reset. */
  readonly resetLeft: number;
  /** The rolling mean; empty unless `smooth`. */
  readonly window: RollingMeanState;
}

/** State of {@link greedyLR}. */
export interface GreedyState extends SchedulerState, Judgement {}

/**
 * GreedyLR of Hugging Face transformers: the rate rises while the loss keeps reaching new bests and falls otherwise.
 *
 *     good when L < best − threshold                     (abs; best·(1 − threshold) for rel; mirrored for max)
 *     after patience + 1 good calls in a row   rate ← min(rate/factor, maxLearningRate)
 *     after patience + 1 bad ones              rate ← max(rate·factor, minLearningRate)
 *
 * each only if it changes the rate by more than `eps`. With `smooth` L is a rolling mean. Pitfalls: a rate that
 * starts below minLearningRate (0.001 by default, so typical rates of Adam) is never reduced. Calls in cooldown or
 * warm-up do not even update the best. Consecutive new bests need a smooth loss, so without `smooth` the rate rarely
 * rises. After resetStart plateaus at the floor the FIRST rate returns (decision `restart`). NaN counts as bad; with
 * `smooth` one NaN stays in the rolling sum until such a reset. O(1) per iteration, O(windowSize) with `smooth`.
 * `null` is not a call: decision `skip`.
 *
 * @param options see {@link GreedyOptions}
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = greedyLR({ learningRate: 0.25, patience: 1, factor: 0.5 });
 * let state = scheduler.step(scheduler.step(scheduler.init(), 3), 2);
 * state.learningRate; // 0.5: two records
 * state = scheduler.step(scheduler.step(state, 2), 2);
 * state.learningRate; // 0.25: two without
 * @see GreedyLR, checked bit for bit against transformers 5.23.0; arXiv 2512.14527
 */
export function greedyLR(options: GreedyOptions): Required<Omit<Scheduler<GreedyState>, 'run'>> {
  const name = 'greedy-lr';
  const resolved = resolveGreedy(name, options);
  const isBetter = improvement(resolved);
  const { factor, patience, minLearningRate, maxLearningRate, eps, resetStart } = resolved;
  const start: Judgement = {
    best: null,
    goodCalls: 0,
    badCalls: 0,
    cooldownLeft: 0,
    warmupLeft: 0,
    resetLeft: resetStart,
    window: emptyRollingMean,
  };

  const next = (state: GreedyState, learningRate: number, judgement: Judgement): GreedyState => ({
    scheduler: state.scheduler,
    version: state.version,
    options: state.options,
    iteration: state.iteration + 1,
    learningRate,
    decision: decisionOf(state.learningRate, learningRate),
    best: judgement.best,
    goodCalls: judgement.goodCalls,
    badCalls: judgement.badCalls,
    cooldownLeft: judgement.cooldownLeft,
    warmupLeft: judgement.warmupLeft,
    resetLeft: judgement.resetLeft,
    window: judgement.window,
  });

  function raise(state: GreedyState, judgement: Judgement): GreedyState {
    const raised = Math.min(state.learningRate / factor, maxLearningRate);
    const rate = raised - state.learningRate > eps ? raised : state.learningRate;
    return next(state, rate, {
      ...judgement,
      goodCalls: 0,
      warmupLeft: resolved.warmup,
      resetLeft: resetStart,
    });
  }

  function reduce(state: GreedyState, judgement: Judgement): GreedyState {
    const reduced = Math.max(state.learningRate * factor, minLearningRate);
    const rate = state.learningRate - reduced > eps ? reduced : state.learningRate;
    const resetLeft = judgement.resetLeft - Number(!(rate > minLearningRate));
    const after = { badCalls: 0, cooldownLeft: resolved.cooldown };
    return !(rate > minLearningRate) && resetLeft <= 0
      ? next(state, resolved.learningRate, { ...start, ...after })
      : next(state, rate, { ...judgement, ...after, resetLeft });
  }

  const lowest = Math.min(minLearningRate, resolved.learningRate);
  const highest = Math.max(maxLearningRate, resolved.learningRate);
  return {
    name,
    options: resolved,
    fields: {
      learningRate: field.within(lowest, highest),
      best: field.nullOr(field.jsonNumber),
      goodCalls: field.count(patience),
      badCalls: field.count(patience),
      cooldownLeft: field.count(resolved.cooldown),
      warmupLeft: field.count(resolved.warmup),
      resetLeft: field.count(resetStart),
      window: field.record<GreedyState>({
        values: field.list(field.jsonNumber, ({ window }) =>
          Math.min(window.values.length, resolved.smooth ? resolved.windowSize : 0),
        ),
        sum: field.jsonNumber,
      }),
    } satisfies field.Fields<GreedyState>,
    init: () => ({
      scheduler: name,
      version: 2,
      options: resolved,
      iteration: 0,
      learningRate: resolved.learningRate,
      decision: 'hold',
      ...start,
    }),
    reason: ({ best, goodCalls, badCalls }) =>
      `best ${best ?? 'none'}, calls in a row since the latest change: ${goodCalls} good, ${badCalls} bad, patience ${patience}`,
    step(state, loss) {
      if (loss === null) return skip(state);
      const window = resolved.smooth
        ? pushRollingMean(state.window, loss, resolved.windowSize)
        : state.window;
      if (state.cooldownLeft > 0) {
        const cooldownLeft = state.cooldownLeft - 1;
        return next(state, state.learningRate, { ...state, window, cooldownLeft, goodCalls: 0, badCalls: 0 });
      }
      if (state.warmupLeft > 0) {
        const warmupLeft = state.warmupLeft - 1;
        return next(state, state.learningRate, { ...state, window, warmupLeft, goodCalls: 0, badCalls: 0 });
      }
      const value = resolved.smooth ? rollingMean(window) : loss;
      const judgement: Judgement = isBetter(value, state.best)
        ? { ...state, window, best: toJsonNumber(value), goodCalls: state.goodCalls + 1, badCalls: 0 }
        : { ...state, window, goodCalls: 0, badCalls: state.badCalls + 1 };
      if (judgement.goodCalls > patience) return raise(state, judgement);
      if (judgement.badCalls > patience) return reduce(state, judgement);
      return next(state, state.learningRate, judgement);
    },
  };
}
