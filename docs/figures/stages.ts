import { ema, haar } from '@fastface/core';
import { short } from '../../packages/sim/src/numbers.js';
import { band, chart, level, line, shades, staircase } from './charts.js';
import { demoLosses, steps } from './demoRun.js';
import type { Figure, FigureControl } from './figure.js';

const alpha: FigureControl = { name: 'alpha', label: 'alpha', low: 0.002, high: 1, value: 0.02, log: true };
const beta: FigureControl = { ...alpha, name: 'beta', label: 'beta' };
const width: FigureControl = {
  name: 'w',
  label: 'Haar width w',
  low: 1,
  high: 100,
  value: 1,
  log: true,
  whole: true,
};
const threshold: FigureControl = {
  ...{ name: 'threshold', label: 'threshold λ', low: 1e-4, high: 0.02 },
  ...{ value: 0.001, log: true },
};
const patience: FigureControl = {
  ...{ name: 'patience', label: 'patience P, iterations', low: 0, high: 600 },
  ...{ value: 150, whole: true },
};
const factor: FigureControl = { name: 'factor', label: 'factor', low: 0.1, high: 0.95, value: 0.5 };

const losses = demoLosses();
const to = steps - 1;
/** D and S near zero, where it matters: what is higher is cut off. */
const near: readonly [number, number] = [-0.006, 0.012];

/** Stage 1: the EMA of the loss. */
export const smoothing: Figure = {
  caption: 'A noisy loss (range in each pixel) and E, its exponential moving average.',
  controls: [alpha],
  draw({ alpha }, wide) {
    const smoothed = ema(losses, alpha!);
    const label = `A noisy loss and its average with alpha ${short(alpha!)}`;
    const marks = [band(losses, 0, wide), line(smoothed, 1)];
    const spread = 0.25 * Math.sqrt(alpha! / (2 - alpha!));
    return {
      svg: chart({ label, to, domain: [0, 5], marks }, wide),
      text: `Memory 1/alpha = ${short(1 / alpha!)} iterations; noise 0.25 becomes ${short(spread)}.`,
    };
  },
};

/** Stage 2: the Haar kernel on the average. */
export const detection: Figure = {
  caption:
    'D, how far the smoothed loss fell between one window of w iterations and the next. Values above the picture are cut off.',
  controls: [alpha, width],
  draw({ alpha, w }, wide) {
    const decreases = haar(ema(losses, alpha!), w);
    const label = `Decrease of the smoothed loss over windows of ${w}`;
    const high = near[1] * w!;
    const marks = [line(decreases, 2, { from: 2 * w! - 1 }), level(0, 0, to, 0)];
    return {
      svg: chart({ label, to, domain: [-high / 2, high], marks }, wide),
      text: `Defined from t = 2w − 1 = ${2 * w! - 1} on; on a line that falls by g an iteration it is w·g.`,
    };
  },
};

const trendOf = (alpha: number, w: number, beta: number) => ema(haar(ema(losses, alpha), w), beta);

/** Stage 3: the trend. */
export const trend: Figure = {
  caption: 'S, the trend (blue): an EMA of D (pale).',
  controls: [alpha, beta],
  draw({ alpha, beta }, wide) {
    const decreases = haar(ema(losses, alpha!));
    const marks = [band(decreases, 2, wide), line(ema(decreases, beta!), 1, { from: 1 }), level(0, 0, to, 0)];
    return {
      svg: chart({ label: 'The trend and the decreases that it averages', to, domain: near, marks }, wide),
      text: `White noise σ makes S vary by about ½·alpha^1.5·σ = ${short(0.5 * alpha! ** 1.5 * 0.25)} where alpha = beta.`,
    };
  },
};

/** Stage 4: stationary or not. */
export const stationary: Figure = {
  caption: 'The trend against the threshold λ (dashed). Shaded: stationary.',
  controls: [alpha, beta, threshold],
  draw({ alpha, beta, threshold }, wide) {
    const trends = trendOf(alpha!, 1, beta!);
    const below = trends.filter((value) => value < threshold!).length;
    const marks = [
      ...shades(trends.length, (i) => trends[i]! < threshold!),
      line(trends, 1, { from: 1 }),
      level(threshold!, 0, to, 1),
    ];
    return {
      svg: chart({ label: 'The trend against the threshold', to, domain: near, marks }, wide),
      text: `Stationary in ${below} of ${trends.length} iterations.`,
    };
  },
};

/** Counts c after each iteration, and where it reduces. */
function count(trends: readonly number[], threshold: number, patience: number, most = 8) {
  const counts: number[] = [];
  const reductions: number[] = [];
  let c = 0;
  trends.forEach((value, i) => {
    if (value >= threshold) c = 0;
    else if (c < patience) c++;
    else {
      c = 0;
      if (reductions.length < most) reductions.push(i + 1);
    }
    counts.push(c);
  });
  return { counts, reductions };
}

/** Stage 5: the count. */
export const patienceCount: Figure = {
  caption:
    'c, the stationary iterations in a row, against the patience P (dashed). Where it would pass P, the decision is made and c is 0 again.',
  controls: [threshold, patience],
  draw({ threshold, patience }, wide) {
    const { counts, reductions } = count(trendOf(0.02, 1, 0.02), threshold!, patience!);
    const marks = [line(counts, 1, { from: 1 }), level(patience!, 0, to, 2)];
    const lanes = [{ color: 2, steps: reductions, parted: null }];
    const domain = [0, Math.max(patience! * 1.1, 20)] as const;
    return {
      svg: chart({ label: 'Stationary iterations in a row', to, domain, marks, lanes }, wide),
      text:
        reductions.length > 0
          ? `Decides ${reductions.length} times, first at iteration ${reductions[0]}.`
          : 'Never decides.',
    };
  },
};

/** Stage 6: the rate. */
export const decision: Figure = {
  caption: 'The learning rate. At most eight reductions.',
  controls: [threshold, patience, factor],
  draw({ threshold, patience, factor }, wide) {
    const { reductions } = count(trendOf(0.02, 1, 0.02), threshold!, patience!);
    const points: [number, number][] = [[0, 0.1]];
    for (const at of reductions) points.push([at, points.at(-1)![1]], [at, points.at(-1)![1] * factor!]);
    points.push([to, points.at(-1)![1]]);
    const domain = [Math.min(points.at(-1)![1] / 1.5, 0.05), 0.15] as const;
    return {
      svg: chart({ label: 'Learning rate', to, domain, marks: [staircase(points, 1)], log: true }, wide),
      text: `From 0.1 to ${short(points.at(-1)![1])}.`,
    };
  },
};
