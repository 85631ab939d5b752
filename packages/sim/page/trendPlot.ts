import type uPlot from 'uplot';
import { short } from '../src/cli/numbers.js';
import type { PageTrend } from '../src/report/pageData.js';
import { drawLanes, drawShades } from './overlays.js';
import { type Plot, plot } from './plot.js';
import { color } from './theme.js';
import type { View } from './view.js';

/** A trend against its threshold; what lies far from the threshold is cut off. */
export function trendPlot(trend: PageTrend, i: number, view: View): Plot {
  const [bottom, top] = trend.domain;
  const thresholds = trend.steps.map((_, k) => trend.thresholds[k] ?? trend.thresholds[0]!);
  const limits = [Math.min(...trend.thresholds), Math.max(...trend.thresholds)] as const;
  const stroke = () => color(`c${trend.lane.color}`);
  const value = (_: uPlot, v: number | null) => short(v);
  return plot(
    {
      id: `trend${i}`,
      label: `Trend of ${trend.label}`,
      height: 220,
      lanes: 1,
      log: false,
      series: [
        { label: 'trend', stroke, width: 1.5, points: { show: false }, value },
        { label: 'threshold', stroke, dash: [5, 4], width: 1.5, points: { show: false }, value },
      ],
      data: () => [trend.steps as number[], trend.trends as number[], thresholds],
      range: (low, high) => {
        const from = Math.min(Math.max(low, bottom), limits[0]);
        const to = Math.max(Math.min(high, top), limits[1]);
        const room = 0.05 * (to - from);
        return from < to ? [from - room, to + room] : [bottom, top];
      },
      below: (u) => drawShades(u, trend.stationary),
      above: (u) => drawLanes(u, [trend.lane]),
    },
    view,
  );
}
