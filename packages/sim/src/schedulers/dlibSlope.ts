import { decisionOf, field, option, type Scheduler, type SchedulerState } from '@fastface/core';
import { skip } from './improvement.js';
import { LossHistory } from './slope/lossHistory.js';

/** Options of {@link dlibSlope}; the defaults are dlib's. */
export interface DlibSlopeOptions {
  /** Rate of the first update, > 0. */
  readonly learningRate: number;
  /** N: iterations without progress until the rate is reduced, an integer ≥ 1. Default 2000. */
  readonly patience?: number;
  /** New rate = old rate × factor, 0 < factor < 1. Default 0.1. */
  readonly factor?: number;
}

/** State of {@link dlibSlope}: up to `patience` losses and the common fields. */
export interface DlibSlopeState extends SchedulerState {
  /** The latest losses, oldest first; null for one that was not finite. */
  readonly losses: readonly (number | null)[];
  /** Limits the number of checks: each loss adds 200, and a check runs when the sum exceeds the patience. */
  readonly budget: number;
}

/**
 * dlib's slope test on the training loss: reduces when the last N losses show no evidence of a decrease.
 *
 *     P = 1 − Φ(−b/s)     b = least-squares decrease per iteration over the last N losses, s = its standard error
 *     plateau when P < 0.51, that is b < 0.0251·s, and still so without the losses above their 90 % quantile
 *
 * Checked every floor(N/200) + 1 iterations, once N losses are there; a reduction forgets the oldest 400 +
 * floor(N/10) of them, so the next one is at least that many (at most N) iterations away. This limit is low: half of
 * all flat stretches show a decrease by chance, so pure noise causes a reduction not at once but at a later check.
 * Old, higher losses hide a plateau until they leave the window: N is both the memory and the patience. A NaN or
 * infinite loss prevents every reduction for the N iterations that it stays (decision `hold`); `null` (a skipped
 * update) is ignored (decision `skip`). dlib's trainer also stops once the rate is below 1e-5; that is left to the
 * caller. Its test-set rule and its reload on a rising loss are not implemented.
 *
 * dlib's check costs O(N), on average about 200 times one recursive update per iteration. Here a run keeps the sums
 * of the straight line, O(1) per iteration, and uses dlib's recursion only for close cases, with the same decisions.
 * The second check removes the largest tenth, O(N), but only after the first one found a plateau. A `step` copies the
 * N losses, about 20 µs for 2000; `learningRates` and `changes` do not.
 *
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = dlibSlope({ learningRate: 1, patience: 4 });
 * let state = scheduler.init();
 * for (const loss of [3, 2, 2.1, 2, 2.1, 2, 2.1]) state = scheduler.step(state, loss);
 * state.learningRate; // 0.1
 * @see dlib 20.0.1, dlib/dnn/trainer.h and dlib/statistics/running_gradient.h, whose trainer makes the same
 * reductions; King 2018, "Automatic Learning Rate Scheduling That Really Works"
 */
export function dlibSlope(options: DlibSlopeOptions): Required<Scheduler<DlibSlopeState>> {
  const name = 'dlib-slope';
  const resolved = option.resolve(name, options, {
    learningRate: [option.checkPositive],
    patience: [option.integerFrom(1), 2000],
    factor: [option.checkFactor, 0.1],
  });
  const { learningRate, patience, factor } = resolved;
  const forgotten = 400 + Math.floor(patience / 10);

  function run(state: DlibSlopeState, losses: Float64Array, rates: Float64Array): DlibSlopeState {
    const history = new LossHistory(patience, state.losses);
    let { learningRate: rate, budget } = state;
    let before = rate;
    for (let i = 0; i < losses.length; i++) {
      before = rate;
      history.push(losses[i]!);
      budget += 200;
      if (budget > patience) {
        budget = 0;
        if (history.size === patience && history.isFlat()) {
          rate *= factor;
          for (let dropped = 0; dropped < forgotten && history.size > 0; dropped++) history.dropOldest();
        }
      }
      rates[i] = rate;
    }
    return {
      scheduler: state.scheduler,
      version: state.version,
      options: state.options,
      iteration: state.iteration + losses.length,
      learningRate: rate,
      decision: losses.length > 0 ? decisionOf(before, rate) : state.decision,
      losses: history.toArray(),
      budget,
    };
  }

  return {
    name,
    options: resolved,
    fields: {
      learningRate: field.within(0, learningRate),
      decision: field.oneOf('hold', 'reduce', 'skip'),
      losses: field.list(field.nullOr(field.finite), ({ losses }) => Math.min(losses.length, patience)),
      budget: field.count(patience),
    } satisfies field.Fields<DlibSlopeState>,
    init: () => ({
      scheduler: name,
      version: 2,
      options: resolved,
      iteration: 0,
      learningRate,
      decision: 'hold',
      losses: [],
      budget: 0,
    }),
    reason: (state) =>
      state.decision === 'reduce'
        ? `no hint of a decrease in ${patience} losses`
        : `${state.losses.length} of ${patience} losses remembered`,
    run,
    step(state, loss) {
      if (loss === null) return skip(state);
      const due = state.budget + 200 > patience;
      const losses = state.losses.slice(state.losses.length < patience ? 0 : 1);
      if (due && losses.length + 1 === patience)
        return run(state, Float64Array.of(loss), new Float64Array(1));
      losses.push(Number.isFinite(loss) ? loss + 0 : null);
      return {
        scheduler: state.scheduler,
        version: state.version,
        options: state.options,
        iteration: state.iteration + 1,
        learningRate: state.learningRate,
        decision: 'hold',
        losses,
        budget: due ? 0 : state.budget + 200,
      };
    },
  };
}
