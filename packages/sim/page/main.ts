import 'uplot/dist/uPlot.min.css';
import './page.css';
import type { Packed } from '../src/report/packed.js';
import type { PageData } from '../src/report/pageData.js';
import { controls, keys } from './controls.js';
import { lossPlot } from './lossPlot.js';
import type { Plot } from './plot.js';
import { ratesPlot } from './ratesPlot.js';
import { onTheme } from './theme.js';
import { trendPlot } from './trendPlot.js';
import { unpack } from './unpack.js';
import { View } from './view.js';

const read = (id: string): unknown => JSON.parse(document.getElementById(id)!.textContent);
const data = read('data') as PageData;
const records = unpack(read('records') as Packed);

const plots: Plot[] = [];
const view = new View(data.from, data.to, () => {
  const started = performance.now();
  for (const { show } of plots) show();
  renew();
  performance.measure('fastface redraw', { start: started });
});
document.documentElement.classList.add('live');
const loss = lossPlot(() => data.loss, records, view);
plots.push(
  loss,
  ...data.trends.map((trend, i) => trendPlot(() => trend, i, view)),
  ratesPlot(() => data, view),
);
const renew = controls(view, data.loss.span, records.losses.length, loss.span);
renew();
keys(view);

const resize = () => {
  for (const plot of plots) plot.resize();
};
onTheme(resize);
addEventListener('resize', resize);
