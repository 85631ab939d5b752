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
import { skip } from './improvement.js';

/** Options of {@link optaxReduceOnPlateau}; the defaults are optax's. */
export interface OptaxReduceOnPlateauOptions {
  /** Rate of the first update, > 0. */
  readonly learningRate: number;
  /** New scale = old scale × factor, 0 < factor < 1. Default 0.1. */
  readonly factor?: number;
  /** Values without an improvement until the rate is reduced, an integer ≥ 1. Default 10. */
  readonly patience?: number;
  /** Relative improvement needed, 0 ≤ rtol ≤ 1. Default 1e-4. Not both tolerances may be 0. */
  readonly rtol?: number;
  /** Absolute improvement needed, ≥ 0, in units of the loss. Default 0. */
  readonly atol?: number;
  /** Values after a reduction that do not count, an integer ≥ 0. Default 0. */
  readonly cooldown?: number;
  /** Iterations averaged to one value, an integer ≥ 1. Default 1. */
  readonly accumulationSize?: number;
  /** The scale never falls below this, 0 ≤ minScale ≤ 1. Default 0. */
  readonly minScale?: number;
}

/** State of {@link optaxReduceOnPlateau}. */
export interface OptaxReduceOnPlateauState extends SchedulerState {
  /** learningRate = the first rate × scale. */
  readonly scale: number;
  /** Best value so far; null before the first. */
  readonly best: JsonNumber | null;
  readonly plateauCount: number;
  readonly cooldownLeft: number;
  /** Mean and number of the losses since the latest value. */
  readonly mean: JsonNumber;
  readonly count: number;
}

/**
 * optax's contrib.reduce_on_plateau: PyTorch's rule with both tolerances at once and a mean over N iterations.
 *
 *     mean_j = ((j − 1)·mean_{j−1} + L)/j,  j = 1 … accumulationSize, then value = mean
 *     improved when value < (1 − rtol)·best − atol;   best_0 = ∞
 *     after `patience` values in a row without one   scale ← max(factor·scale, minScale);   rate = learningRate·scale
 *
 * It reduces one value EARLIER than PyTorch at the same patience, because PyTorch tolerates `patience` bad values.
 * NaN is no improvement. With a negative best the limit is above the best: a flat negative loss counts as improving
 * if rtol > 0. optax computes in the dtype of the parameters, usually float32; this code uses float64. (optax also
 * accepts patience 0 and then reduces at each improvement; here it is rejected.) O(1) per iteration. `null` is not a
 * call: decision `skip`.
 *
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = optaxReduceOnPlateau({ learningRate: 1, patience: 2 });
 * let state = scheduler.init();
 * for (const loss of [3, 2, 2, 2]) state = scheduler.step(state, loss);
 * state.learningRate; // 0.1
 * @see optax.contrib.reduce_on_plateau, checked bit for bit against optax 0.2.8 in float64
 */
export function optaxReduceOnPlateau(
  options: OptaxReduceOnPlateauOptions,
): Required<Omit<Scheduler<OptaxReduceOnPlateauState>, 'run'>> {
  const name = 'optax-reduce-on-plateau';
  const resolved = option.resolve(name, options, {
    learningRate: [option.checkPositive],
    factor: [option.checkFactor, 0.1],
    patience: [option.integerFrom(1), 10],
    rtol: [option.checkFraction, 1e-4],
    atol: [option.checkNotNegative, 0],
    cooldown: [option.integerFrom(0), 0],
    accumulationSize: [option.integerFrom(1), 1],
    minScale: [option.checkFraction, 0],
  });
  const { learningRate, factor, patience, rtol, atol, cooldown, accumulationSize, minScale } = resolved;
  option.check(rtol > 0 || atol > 0, 'atol', atol, 'atol > 0 or rtol > 0');

  function judge(state: OptaxReduceOnPlateauState, value: number): OptaxReduceOnPlateauState {
    const best = state.best === null ? Number.POSITIVE_INFINITY : fromJsonNumber(state.best);
    const improved = value < (1 - rtol) * best - atol;
    const cooling = state.cooldownLeft > 0;
    const plateauCount = improved || cooling ? 0 : state.plateauCount + 1;
    const plateau = plateauCount === patience;
    const scale = plateau ? Math.max(state.scale * factor, minScale) : state.scale;
    const rate = learningRate * scale;
    return {
      scheduler: state.scheduler,
      version: state.version,
      options: state.options,
      iteration: state.iteration + 1,
      learningRate: rate,
      decision: decisionOf(state.learningRate, rate),
      scale,
      best: improved ? toJsonNumber(value) : state.best,
      plateauCount: plateau ? 0 : plateauCount,
      cooldownLeft: plateau ? cooldown : state.cooldownLeft - Number(cooling),
      mean: 0,
      count: 0,
    };
  }

  return {
    name,
    options: resolved,
    fields: {
      decision: field.oneOf('hold', 'reduce', 'skip'),
      scale: field.within(0, 1),
      learningRate: field.equal(({ scale }) => learningRate * scale),
      best: field.nullOr(field.jsonNumber),
      plateauCount: field.count(patience - 1),
      cooldownLeft: field.count(cooldown),
      mean: field.jsonNumber,
      count: field.count(accumulationSize - 1),
    } satisfies field.Fields<OptaxReduceOnPlateauState>,
    init: () => ({
      scheduler: name,
      version: 2,
      options: resolved,
      iteration: 0,
      learningRate,
      decision: 'hold',
      scale: 1,
      best: null,
      plateauCount: 0,
      cooldownLeft: 0,
      mean: 0,
      count: 0,
    }),
    reason: (state) =>
      state.decision === 'reduce'
        ? `best ${state.best ?? 'none'} not beaten by ${patience} values`
        : `best ${state.best ?? 'none'}, ${state.plateauCount} of ${patience} values without an improvement`,
    step(state, loss) {
      if (loss === null) return skip(state);
      const count = state.count + 1;
      const mean = (state.count * fromJsonNumber(state.mean) + loss) / count;
      if (count >= accumulationSize) return judge(state, mean);
      // Written out, because a spread is ten times as slow.
      return {
        scheduler: state.scheduler,
        version: state.version,
        options: state.options,
        iteration: state.iteration + 1,
        learningRate: state.learningRate,
        decision: 'hold',
        scale: state.scale,
        best: state.best,
        plateauCount: state.plateauCount,
        cooldownLeft: state.cooldownLeft,
        mean: toJsonNumber(mean),
        count,
      };
    },
  };
}
