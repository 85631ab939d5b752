import type { Comparison } from '@fastface/sim/browser';
import { controls } from '../../packages/sim/page/controls.js';
import { lossPlot } from '../../packages/sim/page/lossPlot.js';
import type { Plot } from '../../packages/sim/page/plot.js';
import { ratesPlot } from '../../packages/sim/page/ratesPlot.js';
import { trendPlot } from '../../packages/sim/page/trendPlot.js';
import type { View } from '../../packages/sim/page/view.js';
import { byId, make, setHtml } from './dom.js';
import { type PlayData, playData, type RunFacts, runFacts } from './playData.js';

/** The pictures of a comparison: made anew for another run or other schedulers, else only drawn again. */
export class Pictures {
  private plots: Plot[] = [];
  private data: PlayData | null = null;
  private facts: RunFacts | null = null;
  private shape = '';
  private renew = () => {};

  constructor(private readonly view: View) {}

  /** A new run: its pictures come with its first comparison. */
  reset(base: Comparison): void {
    this.facts = runFacts(base);
    this.shape = '';
  }

  /** Draws a comparison. */
  show(comparison: Comparison): void {
    this.data = playData(comparison, this.facts!);
    const { trends, rates } = this.data;
    const shape = JSON.stringify([trends.map(({ label }) => label), rates.map(({ label }) => label)]);
    if (shape === this.shape) this.draw();
    else this.build(comparison);
    this.shape = shape;
  }

  /** Draws the same again, for another stretch. */
  draw(): void {
    for (const { show } of this.plots) show();
    this.renew();
  }

  resize(): void {
    for (const { resize } of this.plots) resize();
  }

  private build({ segment }: Comparison): void {
    for (const { remove } of this.plots) remove();
    const data = () => this.data!;
    const { trends, loss, rates } = data();
    const box = (id: string, title: string) => [
      make('h2', {}, title),
      make('div', { className: 'plot', id }),
    ];
    byId('plots').replaceChildren(
      ...box('loss', 'Loss'),
      ...box('rates', 'Learning rates'),
      ...trends.flatMap(({ label }, i) => box(`trend${i}`, `Trend of ${label}`)),
    );
    const records = { steps: segment.steps, losses: segment.losses };
    const lossPicture = lossPlot(() => data().loss, records, this.view);
    this.plots = [
      lossPicture,
      ...trends.map(({ overlay }, i) => {
        const overlays = overlay && [
          { label: 'ema-haar', color: overlay.color, trends: () => data().trends[i]!.overlay!.trends },
        ];
        return trendPlot(() => data().trends[i]!, i, this.view, overlays ?? []);
      }),
      ratesPlot(data, this.view),
    ];
    document.querySelector('.controls')!.replaceChildren();
    this.renew = controls(this.view, loss.span, segment.losses.length, lossPicture.span);
    this.renew();
    setHtml(byId('key'), rates.map(({ label, color }) => `<li class="c${color}">${label}</li>`).join(''));
  }
}
