import type uPlot from 'uplot';
import { short } from '../src/numbers.js';
import { envelope } from '../src/report/envelope.js';
import type { PageData } from '../src/report/pageData.js';
import { smooth } from '../src/report/smooth.js';
import { drawLanes, drawShades } from './overlays.js';
import { type Plot, plot } from './plot.js';
import { color } from './theme.js';
import type { Records } from './unpack.js';
import type { View } from './view.js';

/**
 * The loss: lowest and highest record of every pixel, found from all records of what is shown when that changes, and
 * the moving average. With `span`, changes what it is an average over. The lanes may change from one drawing to the next.
 */
export function lossPlot(
  current: () => PageData['loss'],
  { steps, losses }: Records,
  view: View,
): Plot & { span(n: number): void } {
  const loss = current();
  let smoothed = smooth(losses, loss.span);
  let shown = '';
  let data: uPlot.AlignedData = [[]];
  const value = (_: uPlot, v: number | null) => short(v);
  const drawn = plot(
    {
      id: 'loss',
      label: 'Recorded loss',
      height: 300,
      lanes: loss.lanes.length,
      log: loss.log,
      series: [
        { label: 'highest', stroke: () => `${color('c0')}66`, width: 1, points: { show: false }, value },
        { label: 'lowest', stroke: () => `${color('c0')}66`, width: 1, points: { show: false }, value },
        {
          label: 'smoothed',
          stroke: () => color('ink'),
          width: 1.5,
          // A record alone has no line.
          points: { show: (u) => u.data[0].length === 1, size: 7 },
          value,
        },
      ],
      bands: [{ series: [1, 2], fill: () => `${color('c0')}55` }],
      data: (from, to, pixels) => {
        if (shown === `${from} ${to} ${pixels}`) return data;
        shown = `${from} ${to} ${pixels}`;
        const stretches = envelope(steps, losses, pixels, [from, to]);
        data = [
          stretches.map(({ step }) => step),
          stretches.map(({ high }) => known(high)),
          stretches.map(({ low }) => known(low)),
          stretches.map(({ low, last }) => (known(low) === null ? null : smoothed[last]!)),
        ];
        return data;
      },
      range: (low, high) => padded(low, high, loss.log),
      below: (u) => drawShades(u, current().stationary ?? []),
      above: (u) => drawLanes(u, current().lanes),
    },
    view,
  );
  return {
    ...drawn,
    span(n) {
      smoothed = smooth(losses, n);
      shown = '';
      drawn.show();
    },
  };
}

/** A gap. */
const known = (value: number): number | null => (Number.isNaN(value) ? null : value);

function padded(low: number, high: number, log: boolean): [number, number] {
  if (!(low <= high)) return [log ? 0.1 : 0, 1];
  if (log) return [low / 1.05, high * 1.05];
  const room = 0.04 * (high - low) || Math.abs(high) * 0.1 || 1;
  return [low - room, high + room];
}
