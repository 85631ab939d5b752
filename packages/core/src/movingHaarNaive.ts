import { short } from './fastfaceState.js';
import { type Fields, finite, list } from './field.js';
import { type MovingHaarOptions, resolveMovingHaar } from './movingHaarOptions.js';
import {
  initialMovingHaar,
  type MovingHaarBaseState,
  MovingHaarPatience,
  movingHaarFields,
} from './movingHaarPatience.js';
import type { Scheduler } from './scheduler.js';

/** State of {@link movingHaarNaive}: it grows with the run. */
export interface MovingHaarNaiveState extends MovingHaarBaseState {
  /** Every usable loss so far. */
  readonly losses: readonly number[];
}

/**
 * The definition of Moving Haar, recomputed from the losses at every iteration: see {@link movingHaar}, which takes
 * the same decisions in O(1).
 *
 * @param options see {@link MovingHaarOptions}
 * @throws RangeError naming the option, its value and its range
 * @example
 * movingHaarNaive({ learningRate: 0.02, window: 4 }).init().learningRate; // 0.02
 * @see arXiv 2404.11118v1
 */
export function movingHaarNaive(options: MovingHaarOptions): Scheduler<MovingHaarNaiveState> {
  const name = 'moving-haar-naive';
  const resolved = resolveMovingHaar(name, options);
  const patience = new MovingHaarPatience(resolved);
  return {
    name,
    init: () => ({ ...initialMovingHaar(name, resolved), losses: [] }),
    options: resolved,
    fields: {
      ...movingHaarFields(resolved),
      losses: list(finite, (state) => state.iteration - state.skipped),
    } satisfies Fields<MovingHaarNaiveState>,
    reason: (state) =>
      `H ${short(state.trend)}, stationary below ${short(resolved.threshold)}, patience ${resolved.patience} iterations`,
    step(state, loss) {
      const iteration = state.iteration + 1;
      if (loss === null || !Number.isFinite(loss)) {
        return { ...state, iteration, skipped: state.skipped + 1, decision: 'skip' };
      }
      const losses = [...state.losses, loss + 0];
      const trend = trendOf(losses, resolved.window);
      if (trend === null) return { ...state, iteration, losses, decision: 'hold' };
      patience.load(state);
      patience.observe(trend < resolved.threshold);
      const { learningRate, decision, stationarySteps, streak } = patience;
      return { ...state, iteration, losses, trend, learningRate, decision, stationarySteps, streak };
    },
  };
}

function trendOf(losses: readonly number[], window: number): number | null {
  const t = losses.length - 1;
  if (t < 2 * window) return null;
  const average = (end: number): number => {
    let sum = 0;
    for (let i = end - window + 1; i <= end; i++) sum += losses[i]! - losses[0]!;
    return sum / window;
  };
  let difference = 0;
  for (let i = 0; i < window; i++) {
    difference += (i < Math.floor(window / 2) ? 1 : -1) * average(t - window + i);
  }
  // Averages relative to the first loss have smaller rounding errors. For an odd window the first loss has the weight
  // −1/m, added here.
  return (difference - (window % 2) * losses[0]!) / window + 0;
}
