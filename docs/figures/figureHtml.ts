import { startOf } from './figure.js';
import { figures } from './figures.js';

/** A figure as the site's build draws it: for a desk and for a phone, and still there without a script. */
export function figureHtml(name: string): string {
  const figure = figures[name];
  if (!figure) throw new Error(`no figure is called ${name}: docs/figures/figures.ts`);
  const start = startOf(figure);
  const [wide, narrow] = [760, 360].map((width) => figure.draw(start, width));
  return `<figure class="figure" data-figure="${name}">
<div class="figure-controls"></div>
<div class="drawn"><div class="wide">${wide!.svg}</div><div class="narrow">${narrow!.svg}</div></div>
<output class="said">${wide!.text}</output>
<figcaption>${figure.caption}</figcaption>
</figure>`;
}
