import {
  type FastFaceOptions,
  type FastFaceState,
  fastface,
  fastfaceRecurrence,
  type Scheduler,
} from '@fastface/core';
import { normal } from '@fastface/core/testing';
import { short } from '../../packages/sim/src/numbers.js';
import { band, chart, level, line } from './charts.js';
import type { Figure } from './figure.js';

const steps = 20_000;
const noise = Float64Array.from({ length: steps }, normal(3));

/** S by the recurrence of the paper, from S_0 = `seed`·S_1: 1 is the exact seed, 0 the published one. */
function recurrence(losses: ArrayLike<number>, alpha: number, beta: number, seed: number): Float64Array {
  const [w1, w2, w3] = [2 - alpha - beta, (1 - alpha) * (1 - beta), alpha * beta];
  const trends = new Float64Array(losses.length);
  trends[1] = alpha * (losses[0]! - losses[1]!);
  trends[0] = seed * trends[1];
  for (let t = 2; t < losses.length; t++)
    trends[t] = w1 * trends[t - 1]! - w2 * trends[t - 2]! + w3 * (losses[t - 1]! - losses[t]!);
  return trends;
}

/** What the seed does: the recurrence from S_0 = 0, as published, and from S_0 = S_1. */
export const seed: Figure = {
  caption:
    'S from the published seed S_0 = 0 (orange) and from the exact one, S_0 = S_1 (blue), on the same falling loss; λ dashed.',
  controls: [
    { name: 'alpha', label: 'alpha = beta', low: 3e-4, high: 0.01, value: 0.001, log: true },
    { name: 'sigma', label: 'noise σ of one loss', low: 0, high: 2, value: 1 },
  ],
  draw({ alpha, sigma }, wide) {
    const losses = Array.from(noise, (n, t) => 20 - t / 2000 + sigma! * n);
    const [published, exact] = [recurrence(losses, alpha!, alpha!, 0), recurrence(losses, alpha!, alpha!, 1)];
    const threshold = 5e-5;
    const differs = (t: number) => Math.abs(published[t]! - exact[t]!) > threshold;
    let until = steps - 1;
    while (until > 0 && !differs(until)) until--;
    const largest = published.reduce((most, value, t) => Math.max(most, Math.abs(value - exact[t]!)), 0);
    const high = Math.max(0.003, Math.min(largest, 0.05));
    const marks = [line(published, 2), line(exact, 1), level(threshold, 0, steps - 1, 1)];
    return {
      svg: chart({ label: 'The trend from two seeds', to: steps - 1, domain: [-high, high], marks }, wide),
      text: `The published seed is off by up to ${short(largest)}, ${Math.round(largest / threshold)} times λ = 5e-5, and by more than λ until iteration ${until.toLocaleString('en-US')}.`,
    };
  },
};

/** S by the definition in fixed point with 200 fractional bits: the oracle, with an error below 1e-50. */
function exactTrends(losses: readonly number[], alpha: number): Float64Array {
  const bits = 200n;
  const fixed = (x: number): bigint => {
    let shift = 0;
    let scaled = x;
    while (!Number.isInteger(scaled)) {
      scaled *= 2;
      shift++;
    }
    return (BigInt(scaled) << bits) >> BigInt(shift);
  };
  const a = fixed(alpha);
  let smoothed = fixed(losses[0]!);
  let trend: bigint | null = null;
  return Float64Array.from(losses, (loss, t) => {
    if (t === 0) return 0;
    const decrease = (a * (smoothed - fixed(loss))) >> bits;
    smoothed -= decrease;
    trend = trend === null ? decrease : trend + ((a * (decrease - trend)) >> bits);
    return Number(trend >> (bits - 160n)) / 2 ** 160;
  });
}

/** What rounding does to the two O(1) forms. */
export const rounding: Figure = {
  caption:
    'Rounding error of S against exact arithmetic, as a share of the largest S: the paper’s recurrence (orange) and the cascade (blue).',
  controls: [{ name: 'alpha', label: 'alpha = beta', low: 1e-5, high: 0.1, value: 0.001, log: true }],
  draw({ alpha }, wide) {
    const count = 4000;
    const losses = Array.from({ length: count }, (_, t) => 3 + 40 * Math.exp(-t / 4000) + noise[t]!);
    const exact = exactTrends(losses, alpha!);
    const largest = exact.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const forms: ((options: FastFaceOptions) => Scheduler<FastFaceState>)[] = [fastfaceRecurrence, fastface];
    const errors = forms.map((make) => {
      const scheduler = make({ learningRate: 1, patience: 10, alpha: alpha!, beta: alpha! });
      let state = scheduler.init();
      return losses.map((loss, t) => {
        state = scheduler.step(state, loss);
        return Math.max(Math.abs((state.trend ?? 0) - exact[t]!) / largest, 1e-18);
      });
    });
    const most = errors.map((values) => Math.max(...values));
    const marks = errors.map((values, i) => band(values, 2 - i, wide));
    return {
      svg: chart({ label: 'Rounding errors', to: count - 1, domain: [1e-18, 1e-7], marks, log: true }, wide),
      text: `Over ${count.toLocaleString('en-US')} iterations at most ${short(most[0]!)} and ${short(most[1]!)}.`,
    };
  },
};
