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
import { improvement, type Mode, skip, type ThresholdMode } from './improvement.js';

/** Options of {@link pytorchReduceOnPlateau}; the defaults are PyTorch's. */
export interface PytorchReduceOnPlateauOptions {
  /** Rate of the first update, > 0. */
  readonly learningRate: number;
  /** `min` for a loss, `max` for an accuracy. Default min. */
  readonly mode?: Mode;
  /** New rate = old rate × factor, 0 < factor < 1. Default 0.1. */
  readonly factor?: number;
  /** Calls without a new best that are tolerated; the next one reduces. An integer ≥ 0. Default 10. */
  readonly patience?: number;
  /** How much better a new best must be, ≥ 0. Default 1e-4. */
  readonly threshold?: number;
  /** Threshold relative to the best (`rel`) or in units of the loss (`abs`). Default rel. */
  readonly thresholdMode?: ThresholdMode;
  /** Calls after a reduction that do not count as bad, an integer ≥ 0. Default 0. */
  readonly cooldown?: number;
  /** Floor of the rate (`min_lr`), ≥ 0. Default 0. */
  readonly minLearningRate?: number;
  /** Reductions of at most this size are not made, ≥ 0. Default 1e-8. */
  readonly eps?: number;
  /** Iterations averaged to one call, an integer ≥ 1. Default 1; most users want the number of iterations per epoch. */
  readonly every?: number;
}

/** State of {@link pytorchReduceOnPlateau}. */
export interface PytorchReduceOnPlateauState extends SchedulerState {
  /** Best value so far; null before the first. */
  readonly best: JsonNumber | null;
  /** Calls in a row without a new best. */
  readonly badCalls: number;
  readonly cooldownLeft: number;
  /** Sum and number of the losses since the latest call. */
  readonly sum: JsonNumber;
  readonly count: number;
}

/**
 * PyTorch's ReduceLROnPlateau: reduces when the best value so far has not been beaten for more than `patience` calls.
 *
 *     call value c_k = mean of `every` losses
 *     bad  when not c_k < best·(1 − threshold)           (rel; best − threshold for abs; mirrored for max)
 *     after patience + 1 bad calls in a row   rate ← max(factor·rate, minLearningRate) if that is lower by more than eps
 *
 * Without `every` it is called at every iteration. Its defaults are not made for that: ten noisy iterations without a
 * new best happen soon. Pitfalls: one randomly low loss makes every later call bad. NaN is bad. `eps` = 1e-8 silently
 * keeps rates below 1.1e-8 unchanged, but cooldown and the count of bad calls still restart. With `rel` a flat
 * negative loss counts as improving. O(1) per iteration. `null` is not a call: decision `skip`.
 *
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = pytorchReduceOnPlateau({ learningRate: 1, patience: 1 });
 * let state = scheduler.init();
 * for (const loss of [3, 2, 2, 2]) state = scheduler.step(state, loss);
 * state.learningRate; // 0.1
 * @see torch.optim.lr_scheduler.ReduceLROnPlateau, checked bit for bit against PyTorch 2.15.0; `every` is not PyTorch's
 */
export function pytorchReduceOnPlateau(
  options: PytorchReduceOnPlateauOptions,
): Required<Omit<Scheduler<PytorchReduceOnPlateauState>, 'run'>> {
  const name = 'pytorch-reduce-on-plateau';
  const resolved = option.resolve(name, options, {
    learningRate: [option.checkPositive],
    mode: [option.checkOneOf('min', 'max'), 'min'],
    factor: [option.checkFactor, 0.1],
    patience: [option.integerFrom(0), 10],
    threshold: [option.checkNotNegative, 1e-4],
    thresholdMode: [option.checkOneOf('rel', 'abs'), 'rel'],
    cooldown: [option.integerFrom(0), 0],
    minLearningRate: [option.checkNotNegative, 0],
    eps: [option.checkNotNegative, 1e-8],
    every: [option.integerFrom(1), 1],
  });
  const { learningRate, factor, patience, cooldown, minLearningRate, eps, every } = resolved;
  const isBetter = improvement(resolved);

  function call(state: PytorchReduceOnPlateauState, value: number): PytorchReduceOnPlateauState {
    const better = isBetter(value, state.best);
    const cooling = state.cooldownLeft > 0;
    const badCalls = better || cooling ? 0 : state.badCalls + 1;
    const plateau = badCalls > patience;
    const reduced = Math.max(state.learningRate * factor, minLearningRate);
    const rate = plateau && state.learningRate - reduced > eps ? reduced : state.learningRate;
    return {
      scheduler: state.scheduler,
      version: state.version,
      options: state.options,
      iteration: state.iteration + 1,
      learningRate: rate,
      decision: decisionOf(state.learningRate, rate),
      best: better ? toJsonNumber(value) : state.best,
      badCalls: plateau ? 0 : badCalls,
      cooldownLeft: plateau ? cooldown : state.cooldownLeft - Number(cooling),
      sum: 0,
      count: 0,
    };
  }

  return {
    name,
    options: resolved,
    fields: {
      learningRate: field.within(0, learningRate),
      decision: field.oneOf('hold', 'reduce', 'skip'),
      best: field.nullOr(field.jsonNumber),
      badCalls: field.count(patience),
      cooldownLeft: field.count(cooldown),
      sum: field.jsonNumber,
      count: field.count(every - 1),
    } satisfies field.Fields<PytorchReduceOnPlateauState>,
    init: () => ({
      scheduler: name,
      version: 2,
      options: resolved,
      iteration: 0,
      learningRate,
      decision: 'hold',
      best: null,
      badCalls: 0,
      cooldownLeft: 0,
      sum: 0,
      count: 0,
    }),
    reason: (state) =>
      state.decision === 'reduce'
        ? `best ${state.best ?? 'none'} not beaten in ${patience + 1} calls`
        : `best ${state.best ?? 'none'}, ${state.badCalls} of ${patience} calls without a better one`,
    step(state, loss) {
      if (loss === null) return skip(state);
      if (every === 1) return call(state, loss);
      const sum = fromJsonNumber(state.sum) + loss;
      const count = state.count + 1;
      if (count >= every) return call(state, sum / every);
      // Written out, because a spread is ten times as slow.
      return {
        scheduler: state.scheduler,
        version: state.version,
        options: state.options,
        iteration: state.iteration + 1,
        learningRate: state.learningRate,
        decision: 'hold',
        best: state.best,
        badCalls: state.badCalls,
        cooldownLeft: state.cooldownLeft,
        sum: toJsonNumber(sum),
        count,
      };
    },
  };
}
