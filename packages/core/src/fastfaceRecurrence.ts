import { type FastFaceOptions, resolveOptions } from './fastfaceOptions.js';
import {
  type FastFaceState,
  fastfaceFields,
  fastfaceReason,
  initialState,
  isFiniteNumber,
  usableLosses,
} from './fastfaceState.js';
import { type Fields, finite, nullWhile } from './field.js';
import { fromRun } from './fromRun.js';
import { Patience } from './patience.js';
import type { Scheduler } from './scheduler.js';

/** State of {@link fastfaceRecurrence}. */
export interface RecurrenceState extends FastFaceState {
  /** L_{t−1}; null before the first usable loss. */
  readonly previousLoss: number | null;
  /** S_{t−1}, when `trend` is S_t; null until the trend is defined. */
  readonly previousTrend: number | null;
}

/**
 * FastFace in the paper's recurrence form, with the exact seed:
 *
 *     S_t = ω1·S_{t−1} − ω2·S_{t−2} + ω3·(L_{t−1} − L_t),  t ≥ 2
 *     ω1 = 2 − alpha − beta,  ω2 = (1 − alpha)(1 − beta),  ω3 = alpha·beta,  S_1 = alpha·(L_0 − L_1),  S_0 := S_1
 *
 * With S_0 := S_1 it equals the definition ({@link emaHaar}) in exact arithmetic. In floating point the two poles
 * near 1 amplify rounding errors. Over 20,000 iterations the error reaches 1.7e-10 of the largest trend at alpha =
 * beta = 1e-3 and 2e-9 at 1e-4 (bound tested: 1e-14/alpha^1.5), against 1e-13 for {@link fastface}, which costs the
 * same. Use it to compare with the paper; use `fastface` to train.
 *
 * @param options as for {@link fastface}, without `haarWidth`: the form exists for w = 1 only
 * @throws RangeError naming the option, its value and its range
 * @example
 * fastfaceRecurrence({ learningRate: 0.02, totalSteps: 165_435 }).init().learningRate; // 0.02
 * @see arXiv 2404.11118
 */
export function fastfaceRecurrence(
  options: Omit<FastFaceOptions, 'haarWidth'>,
): Required<Scheduler<RecurrenceState>> {
  const name = 'fastface-recurrence';
  const resolved = resolveOptions(name, options, ['haarWidth']);
  const { alpha, beta, threshold } = resolved;
  const omega1 = 2 - alpha - beta;
  const omega2 = (1 - alpha) * (1 - beta);
  const omega3 = alpha * beta;
  const patience = new Patience(resolved);
  return fromRun<RecurrenceState>({
    name,
    init: () => ({ ...initialState(name, resolved), previousLoss: null, previousTrend: null }),
    options: { ...resolved },
    fields: {
      ...fastfaceFields(resolved, 2),
      previousLoss: nullWhile((state) => usableLosses(state) === 0, finite),
      previousTrend: nullWhile((state) => usableLosses(state) < 2, finite),
    } satisfies Fields<RecurrenceState>,
    reason: (state) => fastfaceReason(resolved, state),
    run(state, losses, rates) {
      patience.load(state);
      let { previousLoss, trend, previousTrend, learningRate: rate, skipped } = state;
      let usable = true;
      for (let i = 0; i < losses.length; i++) {
        const loss = losses[i]!;
        const decrease = (previousLoss ?? loss) - loss;
        const next: number =
          trend === null || previousTrend === null
            ? alpha * decrease
            : omega1 * trend - omega2 * previousTrend + omega3 * decrease;
        usable = isFiniteNumber(next);
        if (!usable) skipped++;
        else {
          if (previousLoss !== null) {
            previousTrend = trend ?? next + 0;
            trend = next + 0;
            rate = patience.observe(trend < threshold);
          }
          previousLoss = loss + 0;
        }
        rates[i] = rate;
      }
      return {
        scheduler: state.scheduler,
        version: state.version,
        options: state.options,
        iteration: state.iteration + losses.length,
        learningRate: rate,
        decision: usable ? patience.decision : 'skip',
        trend,
        stationarySteps: patience.stationarySteps,
        reductions: patience.reductions,
        cooldownLeft: patience.cooldownLeft,
        skipped,
        previousLoss,
        previousTrend,
      };
    },
  });
}
