import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { escapeHtml } from './escapeHtml.js';
import type { Panel } from './panels.js';
import { style } from './style.js';
import { svgChart } from './svgChart.js';

const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };

/** Widths of the pictures for a desk and for a phone. */
export const widths = { wide: 920, narrow: 360 } as const;

/** A page without a script, which asks the network for nothing. `body` is HTML, the rest text. */
export function staticPage(title: string, body: string, command: string): string {
  const hash = createHash('sha256').update(style).digest('base64');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<header><h1>${escapeHtml(title)}</h1></header>
${body}
<footer><h2>How this was made</h2><p>fastface ${version}: <code>${escapeHtml(command)}</code></p></footer>
</main>
</body>
</html>
`;
}

/** Panels under headings, each for both widths. */
export const panelFigures = (panelsOf: (width: number) => readonly Panel[]): string => {
  const narrow = panelsOf(widths.narrow);
  return panelsOf(widths.wide)
    .map(({ title, note, chart }, i) => {
      const svg = (name: keyof typeof widths, of: Panel['chart']) =>
        svgChart(of, widths[name]).replace('<svg ', `<svg class="${name}" `);
      return `<h2>${escapeHtml(title)}</h2><p>${escapeHtml(note)}</p><figure>${svg('wide', chart)}${svg('narrow', narrow[i]!.chart)}</figure>`;
    })
    .join('\n');
};

/** A table that scrolls within its own box; cells are text, the first of a row names it. */
export function textTable(
  label: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const heads = head.map((name) => `<th scope="col">${escapeHtml(name)}</th>`).join('');
  const body = rows
    .map(
      ([name, ...cells]) =>
        `<tr><th scope="row">${escapeHtml(name!)}</th>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`,
    )
    .join('');
  return `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(label)}"><table class="data"><thead><tr>${heads}</tr></thead><tbody>${body}</tbody></table></div>`;
}

/** What must not be overlooked, one paragraph. */
export const cautionHtml = (texts: readonly string[]): string =>
  texts.length === 0 ? '' : `<p class="caution">${texts.map(escapeHtml).join('<br>')}</p>`;

/** Names with their colours. */
export const colorKey = (names: readonly (readonly [label: string, color: number])[]): string =>
  `<ul class="key">${names.map(([label, color]) => `<li class="c${color}">${escapeHtml(label)}</li>`).join('')}</ul>`;
