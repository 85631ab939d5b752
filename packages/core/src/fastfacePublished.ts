import { type FastFaceOptions, resolveOptions } from './fastfaceOptions.js';
import { short } from './fastfaceState.js';
import { count, equal, type Fields, jsonNumber, list, oneOf } from './field.js';
import { fromRun } from './fromRun.js';
import { fromJsonNumber, type JsonNumber, toJsonNumber } from './jsonNumber.js';
import type { Decision, Scheduler, SchedulerState } from './scheduler.js';

/** State of {@link fastfacePublished}. A non-finite loss makes it non-finite for ever, as in the original. */
export interface PublishedState extends SchedulerState {
  /** S_t if finite; null before the second loss and after a non-finite loss. */
  readonly trend: number | null;
  readonly lastLoss: JsonNumber;
  /** S_t and S_{t−1}. */
  readonly trends: readonly [JsonNumber, JsonNumber];
  /** Multiplies the rate at the NEXT call: 1, or `factor` when the latest loss led to a reduction. */
  readonly pendingFactor: number;
  readonly stationarySteps: number;
  /** Reductions decided, including those refused after `maxReductions`. */
  readonly reductions: number;
  readonly skipped: number;
}

/**
 * The authors' published class, decision for decision and bit for bit, with its two peculiarities:
 *
 * - Seed S_0 = 0 instead of S_1. The error is about ω2·S_1·(t−1)·(1−alpha)^(t−2): the first two losses dominate the
 *   trend for some 10,000 iterations at alpha = 1e-3, and when L_1 > L_0 by chance they trigger a false reduction.
 * - The rate is multiplied before the new loss is read. A decision from L_t therefore reaches the optimiser one call
 *   later than in `fastface`: the first reduction appears after loss index patience + 2, not patience + 1.
 *
 * A NaN loss is not skipped: NaN < threshold is false for ever after, so the class never reduces again. Only `null`
 * (an update that the optimiser skipped, for which the original is not called) is a `skip`. Use it to reproduce
 * published runs; use {@link fastface} to train.
 *
 * @param options as for {@link fastface}, without `haarWidth`, `minLearningRate` and `cooldown`, which it lacks
 * @throws RangeError naming the option, its value and its range
 * @example
 * fastfacePublished({ learningRate: 0.02, totalSteps: 165_435 }).init().learningRate; // 0.02
 * @see arXiv 2404.11118 and the public code beside it
 */
export function fastfacePublished(
  options: Omit<FastFaceOptions, 'haarWidth' | 'minLearningRate' | 'cooldown'>,
): Required<Scheduler<PublishedState>> {
  const name = 'fastface-published';
  const resolved = resolveOptions(name, options, ['haarWidth', 'minLearningRate', 'cooldown']);
  const { alpha, beta, threshold, factor, maxReductions, patience } = resolved;
  const { haarWidth: _, minLearningRate: __, cooldown: ___, ...checkedOptions } = resolved;
  // The original's order of operations gives the same bits.
  const omega1 = 1 - alpha + 1 - beta;
  const omega2 = (1 - alpha) * (1 - beta);
  const omega3 = alpha * beta;
  const scheduler = fromRun<PublishedState>({
    name,
    init: () => ({
      scheduler: name,
      version: 2,
      options: checkedOptions,
      iteration: 0,
      learningRate: resolved.learningRate,
      decision: 'hold',
      trend: null,
      lastLoss: 0,
      trends: [0, 0],
      pendingFactor: 1,
      stationarySteps: 0,
      reductions: 0,
      skipped: 0,
    }),
    options: checkedOptions,
    fields: {
      decision: oneOf('hold', 'reduce', 'skip'),
      skipped: count((state) => state.iteration),
      lastLoss: jsonNumber,
      trends: list(jsonNumber, () => 2),
      trend: equal((state) =>
        state.iteration - state.skipped > 1 && typeof state.trends[0] === 'number' ? state.trends[0] : null,
      ),
      stationarySteps: count(patience),
      reductions: count((state) => state.iteration),
      pendingFactor: oneOf(1, factor),
      learningRate: equal(({ reductions, pendingFactor }) => {
        const applied = Math.min(reductions, maxReductions) - Number(pendingFactor !== 1);
        let rate = resolved.learningRate;
        for (let i = 0; i < applied && rate > 0; i++) rate *= factor;
        return rate;
      }),
    } satisfies Fields<PublishedState>,
    reason: (state) =>
      state.decision === 'reduce'
        ? `trend was below ${short(threshold)} for ${patience + 1} iterations, decided one call before`
        : state.decision,
    run(state, losses, rates) {
      const calls = state.iteration - state.skipped;
      let lastLoss = fromJsonNumber(state.lastLoss);
      let trend = fromJsonNumber(state.trends[0]);
      let previousTrend = fromJsonNumber(state.trends[1]);
      let { learningRate: rate, pendingFactor, stationarySteps, reductions } = state;
      let decision: Decision = state.decision;
      for (let i = 0; i < losses.length; i++) {
        const loss = losses[i]!;
        const rateBefore = rate;
        rate *= pendingFactor;
        decision = rate < rateBefore ? 'reduce' : 'hold';
        const call = calls + i;
        if (call > 0) {
          const next: number =
            call === 1
              ? alpha * (lastLoss - loss)
              : omega1 * trend - omega2 * previousTrend + omega3 * (lastLoss - loss);
          previousTrend = trend;
          trend = next;
        }
        lastLoss = loss;
        pendingFactor = 1;
        if (call === 0 || !(trend < threshold)) stationarySteps = 0;
        else if (stationarySteps < patience) stationarySteps++;
        else {
          stationarySteps = 0;
          reductions++;
          if (reductions <= maxReductions) pendingFactor = factor;
        }
        rates[i] = rate;
      }
      const seen = calls + losses.length;
      return {
        scheduler: state.scheduler,
        version: state.version,
        options: state.options,
        iteration: state.iteration + losses.length,
        learningRate: rate,
        decision,
        trend: seen > 1 && Number.isFinite(trend) ? trend + 0 : null,
        lastLoss: toJsonNumber(lastLoss),
        trends: [toJsonNumber(trend), toJsonNumber(previousTrend)],
        pendingFactor,
        stationarySteps,
        reductions,
        skipped: state.skipped,
      };
    },
  });
  return {
    ...scheduler,
    step: (state, loss) =>
      loss === null
        ? { ...state, iteration: state.iteration + 1, skipped: state.skipped + 1, decision: 'skip' }
        : scheduler.step(state, loss),
  };
}
