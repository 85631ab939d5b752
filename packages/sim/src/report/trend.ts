import { quantile } from 'd3-array';
import type { Replay } from '../replay.js';
import type { DrawnScheduler } from './drawnSchedulers.js';

/** A trend with the schedulers that have it. */
export interface DrawnTrend {
  readonly label: string;
  readonly drawn: DrawnScheduler;
  readonly trend: Trend;
}

/** The trends of the schedulers, with equal ones merged. */
export function drawnTrends(schedulers: readonly DrawnScheduler[]): DrawnTrend[] {
  const found: { names: string[]; drawn: DrawnScheduler; trend: Trend }[] = [];
  for (const drawn of schedulers) {
    for (const replay of drawn.replays) {
      const trend = trendOf(replay);
      if (!trend) continue;
      const same = found.find((other) => other.drawn === drawn && sameTrend(other.trend, trend));
      if (same) same.names.push(replay.scheduler);
      else found.push({ names: [replay.scheduler], drawn, trend });
    }
  }
  return found.map(({ names, drawn, trend }) => ({ label: names.join(', '), drawn, trend }));
}

/** A scheduler's trend beside its threshold, at the sampled iterations. */
export interface Trend {
  readonly steps: readonly number[];
  readonly trends: readonly number[];
  readonly thresholds: readonly number[];
  /** True if the threshold changes. */
  readonly moving: boolean;
  /** From and to of each stretch below the threshold. */
  readonly stationary: readonly (readonly [from: number, to: number])[];
  /**
   * The visible range, near what the threshold mostly is. The fall at the beginning of a run is often hundreds of times steeper, and
   * so is the threshold of `growingHaar` there.
   */
  readonly domain: readonly [low: number, high: number];
}

/** The trend of a replay; null where the scheduler has none, or no threshold. */
export function trendOf({ samples }: Replay): Trend | null {
  const known = samples.filter(({ trend, threshold }) => trend !== null && threshold !== null);
  if (known.length === 0) return null;
  const steps = known.map(({ step }) => step);
  const trends = known.map(({ trend }) => trend!);
  const thresholds = known.map(({ threshold }) => threshold!);
  const level = quantile(thresholds.map(Math.abs), 0.5)!;
  const domain = [
    Math.min(quantile(trends, 0.02)!, -2 * level),
    Math.max(quantile(trends, 0.5)!, 8 * level),
  ] as const;
  const moving = thresholds.some((threshold) => threshold !== thresholds[0]);
  return { steps, trends, thresholds, moving, stationary: below(steps, trends, thresholds), domain };
}

function below(steps: readonly number[], trends: readonly number[], thresholds: readonly number[]) {
  const stretches: [number, number][] = [];
  let start: number | null = null;
  steps.forEach((step, i) => {
    const stationary = trends[i]! < thresholds[i]!;
    if (stationary && start === null) start = step;
    if (start === null || (stationary && i < steps.length - 1)) return;
    stretches.push([start, step]);
    start = null;
  });
  return stretches;
}

/** True if two trends are equal up to rounding. */
export function sameTrend(a: Trend, b: Trend): boolean {
  const tolerance = 1e-6 * Math.max(Math.abs(a.domain[0]), Math.abs(a.domain[1]));
  return (
    a.steps.length === b.steps.length &&
    a.trends.every((trend, i) => Math.abs(trend - b.trends[i]!) <= tolerance) &&
    a.thresholds.every((threshold, i) => Math.abs(threshold - b.thresholds[i]!) <= tolerance)
  );
}
