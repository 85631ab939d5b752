import type { Comparison } from '../comparison.js';
import { count, percent, plural } from '../numbers.js';
import { column, dataTable } from './tables.js';

const heading = '<h2>Where the run stood still</h2>';

/** The stationary stretches of the recorded run and their share of it; empty if they were not computed. */
export function stationaryTable(comparison: Comparison): string {
  const found = comparison.stationarity;
  if (found === undefined) return '';
  if (found === null)
    return `${heading}<p>Not known: ${comparison.untold ?? 'the run is too short to tell'}.</p>`;
  const { patience, stretches, share, unanswered } = found;
  const by = `Found by fastface-steps, which needs no settings, in the recorded losses. Unanswered is what goes beyond the patience without the run lowering its rate by a fifth. That need not be wrong: a replay of fastface-auto says how long holding was worth it.`;
  if (stretches.length === 0)
    return `${heading}<p>Nowhere for more than ${plural(patience, 'iteration')}. ${by}</p>`;
  const rows = stretches.map(({ from, to, unanswered }) => {
    const length = to - from + 1;
    const share = percent(length / comparison.iterations.losses.length);
    const cells = [to, length, unanswered].map((value) => `<td>${count(value)}</td>`);
    return `<tr><th scope="row">${count(from)}</th>${cells.join('')}<td>${share}</td></tr>`;
  });
  const head = ['from step', 'to step', 'iterations', 'unanswered', 'of the run'];
  return `${heading}<p>${percent(share)} of the iterations lie in stretches of more than ${plural(patience, 'iteration')} without progress; ${percent(unanswered)} of all iterations are unanswered. ${by}</p>${dataTable('Stationary stretches', head.map(column), rows)}`;
}
