import { escapeHtml } from './escapeHtml.js';
import { light } from './palette.js';
import type { Panel } from './panels.js';
import { chartContent, chartHeight } from './svgChart.js';
import { svgStyle } from './svgMarks.js';

const width = 920;
const gap = 34;

/** A name in a figure, with the number of its colour. */
export type FigureName = readonly [label: string, color: number];

/**
 * Stacked panels as one SVG file on white, for a paper or a slide, with a line of text below the title and one at the
 * end.
 */
export function panelFigure(
  title: string,
  names: readonly FigureName[],
  panelsOf: (width: number) => readonly Panel[],
  { facts = '', caution = '' } = {},
): string {
  const parts: string[] = [];
  const text = (y: number, style: string, words: string) =>
    parts.push(`<text class="${style}" x="14" y="${y}">${escapeHtml(words)}</text>`);
  let y = 30;
  text(y, 'title', shorten(title, 80));
  if (facts !== '') {
    y += 20;
    text(y, 'note', shorten(facts, 120));
  }
  y = legend(names, y + (facts === '' ? 24 : 22), parts);
  for (const { title: heading, chart } of panelsOf(width)) {
    y += gap;
    text(y - 8, 'heading', shorten(heading, 100));
    parts.push(`<g transform="translate(0 ${y})">${chartContent(chart, width)}</g>`);
    y += chartHeight(chart);
  }
  if (caution !== '') text(y + 18, 'note', caution);
  const height = y + (caution === '' ? 16 : 32);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><title>${escapeHtml(title)}</title><style>${figureStyle}</style><rect width="${width}" height="${height}" fill="${light.paper}"/>${parts.join('\n')}</svg>\n`;
}

/** Draws the legend in as many rows as needed; returns its lower edge. */
function legend(names: readonly FigureName[], top: number, parts: string[]): number {
  let [x, y] = [14, top];
  for (const [label, color] of names) {
    const shown = shorten(label, 90);
    const wide = 40 + 7.5 * shown.length;
    if (x > 14 && x + wide > width) [x, y] = [14, y + 18];
    parts.push(
      `<rect class="c${color}" fill="currentColor" x="${x}" y="${y - 7}" width="18" height="4"/><text class="name" x="${x + 24}" y="${y}">${escapeHtml(shown)}</text>`,
    );
    x += wide;
  }
  return y;
}

/** Maximum number of characters. */
const shorten = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1)}…` : text;

/** Style of a figure. */
const figureStyle = `text{font-family:"DejaVu Sans",Verdana,sans-serif;fill:${light.ink}}
.title{font-size:18px;font-weight:bold}.heading{font-size:14px}.name{font-size:13px}.note{font-size:12px;fill:${light.faint}}
.tick{font-size:12px;fill:${light.faint}}
.grid{stroke:${light.line}}.shade{fill:${light.shade}}
${light.series.map((color, i) => `.c${i}{color:${color}}`).join('')}${svgStyle}`;
