import { addToBlocks, type Blocks, noBlocks } from './blocks.js';
import { type Detector, digits, type Verdict } from './verdict.js';

/**
 * Φ(z), the share of a normal distribution below z: 1 − φ(z)·(b₁t + … + b₅t⁵), t = 1/(1 + 0.2316419·z), error below 7.5e-8.
 *
 * @see Abramowitz and Stegun 1964, 26.2.17
 * @example
 * Math.round(1000 * normalCdf(1.96)); // 975
 */
export function normalCdf(z: number): number {
  if (z < 0) return 1 - normalCdf(-z);
  const t = 1 / (1 + 0.2316419 * z);
  const tail =
    t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return 1 - (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * tail;
}

export interface TrendState {
  readonly blocks: Blocks;
  /** What the latest blocks show, and how often in a row. */
  readonly shown: Verdict['verdict'] | null;
  readonly times: number;
  /** What has been shown often enough. */
  readonly held: Verdict | null;
}

/** Number of blocks before which nothing is said. */
const least = 32;
/** Blocks over which a straight line is laid: the shortest stretch that tells something decides. */
const windows = [16, 32, 64];
/** Standard errors between a slope and none. */
const fallsFrom = 3.5;
const risesFrom = 5;
/** Flat: the fall over the shortest stretch is, 2.5 standard errors up, below this share of all that the run has fallen. */
const flatShare = 0.03;
/** Diverging: the latest losses lie above the lowest ones by this share of the fall. */
const risenShare = 0.1;
/** Number of blocks that these two need. */
const settled = 64;
/** Flat: before 512 records, blocks of this size, a slow start looks like a plateau. */
const flatSize = 8;
/** Number of blocks in a row that must agree before a verdict changes. */
const inARow = 3;

/**
 * Whether a run falls, stands still, or slowly gets worse, from the means of 64 to 128 blocks of its losses. To the latest 16,
 * 32 and 64 of them a straight line is fitted by least squares; with slope −b per block and standard error se,
 *
 *     falling     b ≥ 3.5·se
 *     diverging   b ≤ −5·se over 16 and over 32 blocks, and the latest lie above the lowest stretch by 5 deviations and 10 % of the fall
 *     flat        |b| < 2.5·se, and 16·(b + 2.5·se) and −16·b ≤ 3 % of the fall
 *
 * The fall is that since the first quarter of the run, so that a steep start does not make all that follows look flat; of a
 * run that does not fall, four deviations of one record, by second differences. se comes from the larger of what second differences and residuals
 * say, times √((1 + ρ)/(1 − ρ)) with the residuals' correlation ρ from block to block. "Not seen to fall" is not flat: where the
 * noise hides a fall that would matter, nothing is said. L → k·L + c changes nothing.
 */
export const trend: Detector<TrendState> = {
  init: () => ({ blocks: noBlocks, shown: null, times: 0, held: null }),
  step(state, at, loss) {
    if (!Number.isFinite(loss)) return state;
    const blocks = addToBlocks(state.blocks, at, loss);
    if (blocks.count > 0 || blocks.means.length < least)
      return { blocks, shown: state.shown, times: state.times, held: state.held };
    const found = look(blocks);
    const shown = found?.verdict ?? null;
    const times = shown === state.shown ? state.times + 1 : 1;
    if (times < inARow) return { ...state, blocks, shown, times };
    // It holds since it was first said.
    const held = found && { ...found, since: state.held?.verdict === shown ? state.held.since : found.since };
    return { blocks, shown, times, held };
  },
  verdict: ({ held }) => held,
};

function look({ means, steps, size }: Blocks): Verdict | null {
  const length = means.length;
  const quarter = length >> 2;
  // A median: one spike there is no fall that the rest has to be held against. What came before is a start, which may have risen.
  const start = median(means.slice(quarter >> 1, quarter + (quarter >> 1)));
  const lowest = lowestStretch(means.slice(quarter));
  // Of a run that never fell, four deviations of one record.
  const fall = Math.max(start - lowest, 4 * scatter(means) * Math.sqrt(size));
  let rises = 0;
  for (const window of windows) {
    if (window > length) return null;
    const { slope, error, noise } = line(means.slice(length - window));
    const since = steps[length - window]!;
    if (error === 0 && slope === 0)
      return { verdict: 'flat', since, confidence: 1, reason: 'the loss does not move at all' };
    const t = slope / error;
    const share = (100 * (-slope * windows[0]!)) / fall;
    if (-t >= fallsFrom)
      return {
        verdict: 'falling',
        since,
        confidence: normalCdf(-t),
        reason: `falls ${digits(-slope * window)} over the last ${window} of ${length} parts of the run, ${digits(-t)} standard errors`,
      };
    const above = mean(means.slice(length - 8)) - lowest;
    const isAbove = above >= Math.max((5 * noise) / Math.sqrt(8), risenShare * fall);
    if (t >= risesFrom && isAbove && length >= settled) rises++;
    if (rises >= 2)
      return {
        verdict: 'diverging',
        since,
        confidence: normalCdf(t),
        reason: `rises ${digits(slope * window)} over the last ${window} of ${length} parts of the run, ${digits(t)} standard errors; ${digits(above)} above its lowest`,
      };
    const bound = windows[0]! * (-slope + 2.5 * error);
    const isLevel = Math.abs(t) < 2.5 && Math.max(bound, windows[0]! * slope) <= flatShare * fall;
    if (isLevel && length >= settled && size >= flatSize)
      return {
        verdict: 'flat',
        since,
        confidence: normalCdf((flatShare * fall) / windows[0]! / error + t),
        reason: `over the last ${window} of ${length} parts of the run it moves ${digits(share)} % of the fall so far in each ${windows[0]} parts, at most ${digits((100 * bound) / fall)} %`,
      };
  }
  return null;
}

/** The line by least squares through equally spaced values: its slope, the standard error of that, and their noise. */
function line(values: readonly number[]): { slope: number; error: number; noise: number } {
  const n = values.length;
  const middle = (n - 1) / 2;
  const average = mean(values);
  const spread = (n * (n * n - 1)) / 12;
  let slope = 0;
  for (let i = 0; i < n; i++) slope += (i - middle) * (values[i]! - average);
  slope /= spread;
  let [residuals, bends] = [0, 0];
  for (let i = 0; i < n; i++) {
    residuals += (values[i]! - average - slope * (i - middle)) ** 2;
    if (i > 1) bends += (values[i]! - 2 * values[i - 1]! + values[i - 2]!) ** 2;
  }
  const rho = correlation(values.map((value, i) => value - average - slope * (i - middle)));
  const noise = Math.sqrt(Math.max(residuals / (n - 2), bends / (6 * (n - 2))) * ((1 + rho) / (1 - rho)));
  return { slope, error: noise / Math.sqrt(spread), noise };
}

/** Of residuals from one to the next, 0 to 0.95; of few it comes out too low by about (1 + 3ρ)/n. */
function correlation(residuals: readonly number[]): number {
  let [same, next] = [0, 0];
  residuals.forEach((value, i) => {
    same += value * value;
    if (i > 0) next += value * residuals[i - 1]!;
  });
  const rho = same === 0 ? 0 : next / same;
  return Math.max(0, Math.min(0.95, rho + (1 + 3 * Math.max(rho, 0)) / residuals.length));
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation of the blocks, by the median of their second differences: a spike or a bend is none. */
const scatter = (means: readonly number[]): number =>
  median(means.slice(2).map((mean, i) => Math.abs(mean - 2 * means[i + 1]! + means[i]!))) /
  (0.6745 * Math.sqrt(6));

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1]!;

/** The lowest mean of eight blocks in a row. */
function lowestStretch(means: readonly number[]): number {
  let sum = 0;
  let lowest = Number.POSITIVE_INFINITY;
  for (let i = 0; i < means.length; i++) {
    sum += means[i]! - (i >= 8 ? means[i - 8]! : 0);
    if (i >= 7) lowest = Math.min(lowest, sum / 8);
  }
  return lowest;
}
