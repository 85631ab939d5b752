import type { Comparison } from '@fastface/sim/browser';
import { count, plural, short } from '../../packages/sim/src/numbers.js';
import { escapeHtml } from '../../packages/sim/src/report/escapeHtml.js';
import { schedulerColors } from '../../packages/sim/src/report/palette.js';
import { decisionTable, factList, noteList, summaryTable } from '../../packages/sim/src/report/tables.js';
import { byId, make, setHtml } from './dom.js';

/** What the run is. */
export const showFacts = (base: Comparison): void => setHtml(byId('facts'), factList(base) + noteList(base));

let latest: Comparison | null = null;

/** The decisions, in the same tables as the report's. */
export function showTables(comparison: Comparison): void {
  setHtml(byId('summary'), summaryTable(comparison));
  const tables = byId('tables');
  const { replays } = comparison;
  while (tables.children.length > replays.length) tables.lastElementChild!.remove();
  while (tables.children.length < replays.length) {
    const details = make('details', {}, make('summary'), make('div'));
    details.addEventListener('toggle', () => latest && showTables(latest));
    tables.append(details);
  }
  latest = comparison;
  const colors = schedulerColors(replays.map(({ scheduler }) => scheduler));
  replays.forEach((replay, i) => {
    const details = tables.children[i] as HTMLDetailsElement;
    const [summary, table] = details.children as unknown as [HTMLElement, HTMLElement];
    setHtml(summary, `${replay.scheduler}: ${plural(replay.changeCount, 'change')}`);
    // While a slider moves, only what is seen is made anew.
    if (details.open) setHtml(table, decisionTable(comparison, replay, colors[i]!));
  });
}

/** What a reader should know of single schedulers, and why some could not be made. */
export const showNotes = (problems: readonly string[], notes: readonly string[]): void =>
  setHtml(
    byId('notes'),
    problems.map((line) => `<p class="problem">${escapeHtml(line)}</p>`).join('') +
      notes.map((line) => `<p class="note">${escapeHtml(line)}</p>`).join(''),
  );

/** The outcome in a sentence for each scheduler, for those who hear the page. */
export const spokenSummary = ({ replays }: Comparison): string =>
  replays
    .map(({ scheduler, changes, changeCount, finalLearningRate }) =>
      changeCount === 0
        ? `${scheduler}: no change.`
        : `${scheduler}: ${count(changeCount)} changes, the first at step ${count(changes[0]!.step)}, final rate ${short(finalLearningRate)}.`,
    )
    .join(' ');
