import { escapeHtml } from './escapeHtml.js';
import type { Panel } from './panels.js';
import { svgChart } from './svgChart.js';
import { column, dataTable } from './tables.js';

/** Widths of the pictures for a desk and for a phone. */
const widths = { wide: 920, narrow: 360 } as const;

/** Panels under headings, each for both widths, and a place for the page's script where `isLive`. */
export const panelFigures = (panelsOf: (width: number) => readonly Panel[], isLive = false): string => {
  const narrow = panelsOf(widths.narrow);
  return panelsOf(widths.wide)
    .map(({ key, title, note, chart }, i) => {
      const svg = (name: keyof typeof widths, of: Panel['chart']) =>
        svgChart(of, widths[name]).replace('<svg ', `<svg class="${name}" `);
      return `<h2>${escapeHtml(title)}</h2><p>${escapeHtml(note)}</p><figure>${svg('wide', chart)}${svg('narrow', narrow[i]!.chart)}${isLive ? `<div class="plot" id="${key}"></div>` : ''}</figure>`;
    })
    .join('\n');
};

/**
 * A table of text, whose first row names the columns and whose first column names the rows; with `links`, each name leads to a page.
 */
export function textTable(
  label: string,
  [head = [], ...rows]: readonly (readonly string[])[],
  links?: readonly string[],
): string {
  const body = rows.map(([name = '', ...cells], i) => {
    const values = cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('');
    const link = links ? `<a href="${encodeURI(links[i]!)}">${escapeHtml(name)}</a>` : escapeHtml(name);
    return `<tr><th scope="row">${link}</th>${values}</tr>`;
  });
  return dataTable(
    label,
    head.map((name) => column(escapeHtml(name))),
    body,
  );
}

/** A warning, one paragraph. */
export const cautionHtml = (texts: readonly string[]): string =>
  texts.length === 0 ? '' : `<p class="caution">${texts.map(escapeHtml).join('<br>')}</p>`;

/** Names with their colours. */
export const colorKey = (names: readonly (readonly [label: string, color: number])[]): string =>
  `<ul class="key">${names.map(([label, color]) => `<li class="c${color}">${escapeHtml(label)}</li>`).join('')}</ul>`;
