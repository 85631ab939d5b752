import type { DrawnScheduler } from './drawnSchedulers.js';
import { sameTrend, type Trend, trendOf } from './trend.js';

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
