import { type FastFaceOptions, type ResolvedOptions, resolveOptions } from './fastfaceOptions.js';
import { type CascadeState, fastfaceReason, initialState, isFiniteNumber } from './fastfaceState.js';
import { fastfaceWide } from './fastfaceWide.js';
import { fromRun } from './fromRun.js';
import { Patience } from './patience.js';
import type { Scheduler } from './scheduler.js';

/**
 * FastFace: reduces the learning rate when the smoothed training loss stops falling, at O(1) an iteration.
 *
 * In cascade form, with loss L_t, E_0 = L_0 and S undefined at t = 0:
 *
 *     h_t = alpha·(E_{t−1} − L_t)              decrease of the smoothed loss
 *     E_t = E_{t−1} − h_t                      EMA of the loss
 *     S_1 = h_1,  S_t = S_{t−1} + beta·(h_t − S_{t−1})     the trend
 *
 * An iteration is stationary when S_t < threshold; on the (patience + 1)-th stationary iteration in a row the rate
 * becomes max(factor·rate, minLearningRate), at most `maxReductions` times. The first reduction can come after
 * loss number patience + 2 (index patience + 1). It takes the same decisions as {@link emaHaar}, which is the
 * definition, with a rounding error of the trend near 1e-14 of its largest value at any alpha;
 * {@link fastfaceRecurrence} is the paper's form, {@link fastfacePublished} the authors' class with its wrong seed.
 * With `haarWidth` w > 1 the decrease is taken between windows of w iterations, and the state has 2w numbers more.
 *
 * A loss that is not finite (or `null`) leaves the filters as they were: decision `skip`.
 *
 * How to choose: 1/alpha is the memory in iterations; keep it well below the patience. White noise σ on the loss
 * makes the trend vary by about ½·alpha^1.5·σ (alpha = beta): keep that under half the threshold. The published
 * numbers suit a loss that falls from 45 to 3 over 165,000 to 500,000 iterations.
 *
 * @param options see {@link FastFaceOptions}; `totalSteps` (or `patience`) is needed, the rest has defaults
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = fastface({ learningRate: 0.1, totalSteps: 100, alpha: 0.1, beta: 0.1, threshold: 0.001 });
 * let state = scheduler.init();
 * for (const loss of [3, 2, 1, 1, 1, 1, 1, 1]) state = scheduler.step(state, loss);
 * state.learningRate; // 0.1: the smoothed loss still falls
 * @see arXiv 2404.11118, which gives the recurrence in S alone; the cascade rounds 10⁴ times less at alpha = 1e-3
 */
export function fastface(options: FastFaceOptions): Required<Scheduler<CascadeState>> {
  const resolved = resolveOptions('fastface', options);
  return resolved.haarWidth === 1 ? fastfaceNarrow(resolved) : fastfaceWide(resolved);
}

function fastfaceNarrow(options: ResolvedOptions): Required<Scheduler<CascadeState>> {
  const { alpha, beta, threshold, learningRate } = options;
  const patience = new Patience(options);
  return fromRun<CascadeState>({
    name: 'fastface',
    init: () => ({ ...initialState('fastface', learningRate), smoothedLoss: null }),
    reason: (state) => fastfaceReason(options, state),
    run(state, losses, rates) {
      patience.load(state);
      let rate = state.learningRate;
      let smoothed = state.smoothedLoss ?? 0;
      let trend = state.trend ?? 0;
      let { skipped } = state;
      let seen = state.smoothedLoss === null ? 0 : state.trend === null ? 1 : 2;
      let usable = true;
      for (let i = 0; i < losses.length; i++) {
        const loss = losses[i]!;
        const decrease = alpha * (smoothed - loss);
        let next = trend + beta * (decrease - trend);
        if (seen < 2) next = seen === 0 ? loss : decrease;
        usable = isFiniteNumber(next);
        if (!usable) skipped++;
        else if (seen === 0) {
          smoothed = loss + 0; // −0 would not survive JSON
          seen = 1;
        } else {
          smoothed -= decrease;
          trend = seen === 1 ? next + 0 : next;
          seen = 2;
          rate = patience.observe(trend < threshold);
        }
        rates[i] = rate;
      }
      return {
        scheduler: state.scheduler,
        version: state.version,
        iteration: state.iteration + losses.length,
        learningRate: rate,
        decision: usable ? patience.decision : 'skip',
        trend: seen < 2 ? null : trend,
        stationarySteps: patience.stationarySteps,
        reductions: patience.reductions,
        cooldownLeft: patience.cooldownLeft,
        skipped,
        smoothedLoss: seen === 0 ? null : smoothed,
      };
    },
  });
}
