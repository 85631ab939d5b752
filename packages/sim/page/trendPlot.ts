import type uPlot from 'uplot';
import { short } from '../src/numbers.js';
import type { PageTrend } from '../src/report/pageData.js';
import { drawLanes, drawShades } from './overlays.js';
import { type Plot, plot } from './plot.js';
import { color } from './theme.js';
import type { View } from './view.js';

/** Another line in the picture of a trend: of a scheduler with the same threshold. */
export interface Overlay {
  readonly label: string;
  readonly color: number;
  readonly trends: () => readonly (number | null)[];
}

/** A trend against its threshold; what lies far from the threshold is cut off. It may change from one drawing to the next. */
export function trendPlot(
  current: () => PageTrend,
  i: number,
  view: View,
  overlays: readonly Overlay[] = [],
): Plot {
  const trend = current();
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
        ...overlays.map((overlay) => ({
          label: overlay.label,
          stroke: () => color(`c${overlay.color}`),
          dash: [2, 4],
          width: 2.5,
          points: { show: false },
          value,
        })),
      ],
      data: () => {
        const { steps, trends, thresholds } = current();
        const level = steps.map((_, k) => thresholds[k] ?? thresholds[0]!);
        const lines = [trends, level, ...overlays.map((overlay) => overlay.trends())];
        return [steps as number[], ...(lines as number[][])];
      },
      range: (low, high) => {
        const { domain, thresholds } = current();
        const [bottom, top] = domain;
        // The threshold is in the picture, but for where it is far from what it mostly is.
        const from = Math.max(Math.min(low, ...thresholds), bottom);
        const to = Math.min(Math.max(high, ...thresholds), top);
        const room = 0.05 * (to - from);
        return from < to ? [from - room, to + room] : [bottom, top];
      },
      below: (u) => drawShades(u, current().stationary),
      above: (u) => drawLanes(u, [current().lane]),
    },
    view,
  );
}
