import { escapeHtml } from './escapeHtml.js';
import { figureStyle, shorten } from './figure.js';
import { light } from './palette.js';
import type { Panel } from './panels.js';
import { chartContent, chartHeight } from './svgChart.js';

const width = 920;
const gap = 34;

/** Panels one above the other as one SVG file, on white: for a paper or a slide. */
export function panelFigure(
  title: string,
  names: readonly (readonly [label: string, color: number])[],
  panelsOf: (width: number) => readonly Panel[],
): string {
  const parts = [`<text class="title" x="14" y="30">${escapeHtml(shorten(title, 80))}</text>`];
  let [x, y] = [14, 54];
  for (const [label, color] of names) {
    const shown = shorten(label, 90);
    const wide = 40 + 7.5 * shown.length;
    if (x > 14 && x + wide > width) [x, y] = [14, y + 18];
    parts.push(
      `<rect class="c${color}" fill="currentColor" x="${x}" y="${y - 7}" width="18" height="4"/><text class="name" x="${x + 24}" y="${y}">${escapeHtml(shown)}</text>`,
    );
    x += wide;
  }
  for (const { title: heading, chart } of panelsOf(width)) {
    y += gap;
    parts.push(
      `<text class="heading" x="14" y="${y - 8}">${escapeHtml(shorten(heading, 100))}</text>`,
      `<g transform="translate(0 ${y})">${chartContent(chart, width)}</g>`,
    );
    y += chartHeight(chart);
  }
  const height = y + 16;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><title>${escapeHtml(title)}</title><style>${figureStyle}</style><rect width="${width}" height="${height}" fill="${light.paper}"/>${parts.join('\n')}</svg>\n`;
}
