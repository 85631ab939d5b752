import { escapeHtml } from './escapeHtml.js';
import { htmlDocument } from './htmlDocument.js';
import { style } from './style.js';
import { column, dataTable } from './tables.js';

/**
 * The overview page that links to the pages of several runs: one row per file; the first row of `rows` contains the
 * headings.
 */
export function overviewPage(
  [head = [], ...rows]: readonly (readonly string[])[],
  pages: readonly string[],
  command: string,
): string {
  const body = rows.map(([name = '', ...cells], i) => {
    const link = `<a href="${encodeURI(pages[i]!)}">${escapeHtml(name)}</a>`;
    return `<tr><th scope="row">${link}</th>${cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')}</tr>`;
  });
  const table = dataTable(
    'Runs',
    head.map((name) => column(escapeHtml(name))),
    body,
  );
  return htmlDocument({
    title: 'FastFace: runs compared',
    style,
    command,
    body: `<h1>Runs compared</h1>
<p>Stationary: the share of the run in stretches that stood still. Overdue: the share of the run in them beyond the patience, without the run lowering its rate. By scheduler: changes of the rate, and how far into the run the first one comes.</p>
${table}`,
  });
}
