import { htmlDocument } from './htmlDocument.js';
import { textTable } from './pageParts.js';
import { style } from './style.js';

/**
 * The overview page that links to the pages of several runs: one row per file; the first row of `rows` contains the
 * headings.
 */
export function overviewPage(
  rows: readonly (readonly string[])[],
  pages: readonly string[],
  command: string,
): string {
  return htmlDocument({
    title: 'FastFace: runs compared',
    style,
    command,
    body: `<h1>Runs compared</h1>
<p>Stationary: the share of the run in stretches that stood still. Overdue: the share of the run in them beyond the patience, without the run lowering its rate. By scheduler: changes of the rate, and how far into the run the first one comes.</p>
${textTable('Runs', rows, pages)}`,
  });
}
