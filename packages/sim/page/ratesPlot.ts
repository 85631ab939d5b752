import uPlot from 'uplot';
import { short } from '../src/numbers.js';
import type { PageData, PageRate } from '../src/report/pageData.js';
import { drawParting } from './overlays.js';
import { type Plot, plot } from './plot.js';
import { color } from './theme.js';
import type { View } from './view.js';

/**
 * The rates of the record, broad, and of the schedulers, thin, as staircases on one logarithmic scale. They may change
 * from one drawing to the next, but not their number.
 */
export function ratesPlot(current: () => Pick<PageData, 'rates' | 'loss'>, view: View): Plot {
  const { rates } = current();
  let drawn: readonly PageRate[] | null = null;
  let data: uPlot.AlignedData = [[]];
  const paths = uPlot.paths.stepped!({ align: 1 });
  const value = (_: uPlot, v: number | null) => short(v);
  return plot(
    {
      id: 'rates',
      label: 'Learning rates of the record and of the schedulers',
      height: 260,
      lanes: 0,
      log: true,
      series: rates.map((rate) => ({
        label: rate.recorded ? rate.label : `${rate.label} (replayed)`,
        stroke: () => color(`c${rate.color}`) + (rate.recorded ? '80' : ''),
        width: rate.recorded ? 6 : 2,
        dash: [...rate.dash],
        points: { show: false },
        paths,
        value,
      })),
      data: () => {
        if (drawn !== current().rates) {
          drawn = current().rates;
          data = staircases(drawn);
        }
        return data;
      },
      range: (low, high) => (low <= high ? [Math.max(low, high / 1e6) / 1.2, high * 1.2] : [1e-3, 1]),
      above: (u) => {
        u.ctx.save();
        for (const lane of current().loss.lanes) drawParting(u, lane, null);
        u.ctx.restore();
      },
    },
    view,
  );
}

function staircases(rates: readonly PageRate[]): uPlot.AlignedData {
  const steps = [...new Set(rates.flatMap((rate) => rate.steps))].sort((a, b) => a - b);
  return [steps, ...rates.map((rate) => along(rate, steps))] as uPlot.AlignedData;
}

/** The rate at each of some steps; null where it is 0, which a logarithmic scale does not have. */
function along(rate: PageRate, steps: readonly number[]): (number | null)[] {
  let i = 0;
  return steps.map((step) => {
    while (i + 1 < rate.steps.length && rate.steps[i + 1]! <= step) i++;
    const value = rate.rates[i]!;
    return value > 0 ? value : null;
  });
}
