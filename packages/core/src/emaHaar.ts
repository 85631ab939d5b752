import { ema } from './ema.js';
import { type FastFaceOptions, resolveOptions } from './fastfaceOptions.js';
import {
  type FastFaceState,
  fastfaceFields,
  fastfaceReason,
  initialState,
  usableLosses,
} from './fastfaceState.js';
import { type Fields, finite, list } from './field.js';
import { haar } from './haar.js';
import { Patience } from './patience.js';
import type { Scheduler } from './scheduler.js';

/** State of {@link emaHaar}: it grows with the run. */
export interface EmaHaarState extends FastFaceState {
  /** Every usable loss so far. */
  readonly losses: readonly number[];
}

/**
 * The definition of FastFace, recomputed over the whole history at every iteration: O(n) time and memory.
 *
 *     trend = last value of EMA_beta( Haar_w( EMA_alpha( L_0 … L_t ) ) ),  defined from t = 2w − 1 on
 *
 * Stationary when trend < threshold; on the (patience + 1)-th stationary iteration in a row the rate becomes
 * max(factor·rate, minLearningRate), at most `maxReductions` times. {@link fastface} takes the same decisions in
 * O(1); this one serves as definition and test oracle. At iteration 10,000 a step takes about 0.1 ms, at 165,000 some
 * ms.
 *
 * A loss that is not finite (or `null`) is not added to the history: decision `skip`.
 *
 * @param options see {@link FastFaceOptions}
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = emaHaar({ learningRate: 1, patience: 2, alpha: 1, beta: 1, threshold: 0.1 });
 * let state = scheduler.init();
 * for (const loss of [3, 2, 1, 1, 1, 1]) state = scheduler.step(state, loss);
 * state.learningRate; // 0.5: the third stationary iteration in a row
 * @see arXiv 2404.11118
 */
export function emaHaar(options: FastFaceOptions): Required<Omit<Scheduler<EmaHaarState>, 'run'>> {
  const resolved = resolveOptions('ema-haar', options);
  const patience = new Patience(resolved);
  return {
    name: 'ema-haar',
    init: () => ({ ...initialState('ema-haar', resolved), losses: [] }),
    options: { ...resolved },
    fields: {
      ...fastfaceFields(resolved, 2 * resolved.haarWidth),
      losses: list(finite, usableLosses),
    } satisfies Fields<EmaHaarState>,
    reason: (state) => fastfaceReason(resolved, state),
    step(state, loss) {
      const iteration = state.iteration + 1;
      const skip: EmaHaarState = { ...state, iteration, skipped: state.skipped + 1, decision: 'skip' };
      if (loss === null || !Number.isFinite(loss)) return skip;
      const losses = [...state.losses, loss + 0];
      const trend = trendOf(losses, resolved);
      if (trend === null) return { ...state, iteration, losses, decision: 'hold' };
      if (!Number.isFinite(trend)) return skip; // overflow
      patience.load(state);
      patience.observe(trend < resolved.threshold);
      return {
        ...state,
        iteration,
        losses,
        trend: trend + 0,
        learningRate: patience.learningRate,
        decision: patience.decision,
        stationarySteps: patience.stationarySteps,
        reductions: patience.reductions,
        cooldownLeft: patience.cooldownLeft,
      };
    },
  };
}

/** The smoothed decrease after the last of `losses`, or null while it is not defined. */
function trendOf(
  losses: readonly number[],
  { alpha, beta, haarWidth }: { alpha: number; beta: number; haarWidth: number },
): number | null {
  // Subtracting the first loss leaves the decreases unchanged and avoids rounding errors from a constant offset.
  const relative = losses.map((loss) => loss - losses[0]!);
  return ema(haar(ema(relative, alpha), haarWidth), beta).at(-1) ?? null;
}
