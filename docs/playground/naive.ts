import { emaHaar, type FastFaceOptions } from '@fastface/core';
import type { Iterations, Replay, ReplayedChange, Sample } from '@fastface/sim/browser';

/** Iterations that the definition is drawn for: its Haar filter does `haarWidth` additions for each. */
export const naiveLimit = (haarWidth: number): number => Math.floor(4_000_000 / haarWidth);

interface NaiveOptions extends FastFaceOptions {
  readonly alpha: number;
  readonly beta: number;
  readonly threshold: number;
  readonly patience: number;
  readonly factor: number;
  readonly maxReductions: number;
  readonly minLearningRate: number;
  readonly cooldown: number;
  readonly haarWidth: number;
  readonly learningRate: number;
}

/**
 * The replay of `emaHaar` without its cost: that scheduler filters its whole history anew at every iteration and takes
 * the last value. Each of the filters looks back only, so that these last values are the values of the filters over the
 * whole run, bit for bit; a test compares the two. Over n iterations 3n steps instead of 3n²/2.
 *
 * @throws RangeError if a loss is too large for the filters
 */
export function naiveReplay(
  options: NaiveOptions,
  shown: Readonly<Record<string, unknown>>,
  { losses, firstStep }: Iterations,
  { from, to, samples: wanted }: { from: number; to: number; samples: number },
): Replay {
  const { alpha, beta, threshold, patience, factor, maxReductions, minLearningRate, cooldown } = options;
  const length = Math.min(losses.length, naiveLimit(options.haarWidth));
  const trends = trendsOf(losses.subarray(0, length), alpha, beta, options.haarWidth);
  const undefinedTrends = 2 * options.haarWidth - 1;
  const { init, reason } = emaHaar(options);
  const initial = init();

  const samples: Sample[] = [];
  const start = Math.max(0, Math.floor(from - firstStep));
  const end = Math.min(length - 1, Math.ceil(to - firstStep));
  const every = Math.max(1, Math.ceil((end - start + 1) / wanted));
  const changes: ReplayedChange[] = [];
  let { learningRate } = options;
  let [stationary, reductions, cooling] = [0, 0, 0];
  let trend: number | null = null;
  for (let i = 0, t = -undefinedTrends; i < length; i++) {
    if (Number.isFinite(losses[i]!) && t++ >= 0) {
      trend = trends[t - 1 + undefinedTrends]!;
      if (!Number.isFinite(trend)) throw new RangeError(`the loss at iteration ${i} is too large`);
      if (cooling > 0) {
        cooling--;
        stationary = 0;
      } else if (trend >= threshold) stationary = 0;
      else if (stationary < patience) stationary++;
      else {
        stationary = 0;
        const reduced = Math.max(learningRate * factor, minLearningRate);
        if (reductions < maxReductions && reduced < learningRate) {
          const why = reason({ ...initial, trend, decision: 'reduce' });
          changes.push({
            step: firstStep + i,
            from: learningRate,
            to: reduced,
            decision: 'reduce',
            reason: why,
          });
          learningRate = reduced;
          reductions++;
          cooling = cooldown;
        }
      }
    }
    if (i >= start && i <= end && ((i - start + 1) % every === 0 || i === end))
      samples.push({ step: firstStep + i, learningRate, trend, threshold });
  }
  return {
    scheduler: 'ema-haar',
    options: shown,
    changes,
    changeCount: changes.length,
    initialLearningRate: options.learningRate,
    finalLearningRate: learningRate,
    samples,
  };
}

/** E of the losses seen, and then, from 2w − 1 on, the trends in the same places; kept for the next call. */
let scratch = new Float64Array(0);

/** EMA_beta( Haar_w( EMA_alpha( the finite losses, relative to the first ) ) ), each loop as core's `ema` and `haar` have it. */
function trendsOf(losses: Float64Array, alpha: number, beta: number, width: number): Float64Array {
  if (scratch.length < 2 * losses.length) scratch = new Float64Array(2 * losses.length);
  const smoothed = scratch.subarray(0, losses.length);
  const trends = scratch.subarray(losses.length, 2 * losses.length);
  const first = losses.find(Number.isFinite) ?? 0;
  let [count, average] = [0, 0];
  for (let i = 0; i < losses.length; i++) {
    const loss = losses[i]!;
    if (loss - loss !== 0) continue; // not finite
    average = alpha * (loss - first) + (1 - alpha) * average;
    smoothed[count++] = average;
  }
  let trend = 0;
  for (let t = 2 * width - 1; t < count; t++) {
    let decrease = 0;
    for (let i = t - width + 1; i <= t; i++) decrease += smoothed[i - width]! - smoothed[i]!;
    decrease /= width;
    trend = beta * decrease + (1 - beta) * (t === 2 * width - 1 ? decrease : trend);
    trends[t] = trend;
  }
  return trends;
}
