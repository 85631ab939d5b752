import { changeStretches } from '../changeStretches.js';
import type { Comparison } from '../comparison.js';
import { firstDivergence } from '../firstDivergence.js';
import { count, percent, plural, short } from '../numbers.js';
import type { Replay } from '../replay.js';
import { escapeHtml } from './escapeHtml.js';

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

/** Maximum number of decisions listed per scheduler (the rest is counted), and number shown at first. */
const listed = 200;
const shown = 20;

/** A table in a scrollable box, which can also be scrolled with the keyboard. `head` and `rows` are HTML. */
export const dataTable = (label: string, head: readonly string[], rows: readonly string[]): string =>
  `<div class="scroll" tabindex="0" role="region" aria-label="${escapeHtml(label)}"><table class="data"><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div>`;

/** A column's head; `name` is HTML. */
export const column = (name: string) => `<th scope="col">${name}</th>`;
const textColumn = (name: string) => `<th scope="col" class="text">${name}</th>`;

/** Facts about the log, as a list of names and values. */
export function factList(comparison: Comparison): string {
  const { file, format, lossName, otherLosses, summary, segmentNumber, segmentCount, iterations } =
    comparison;
  const { points, firstStep, lastStep, stride, firstLoss, lastLoss, nonFinite, plannedSteps, run } = summary;
  const facts: (readonly [string, string])[] = [
    ['file', file],
    ['format', format],
    ['loss', `“${lossName}”, ${short(firstLoss)} → ${short(lastLoss)}`],
    ...(otherLosses.length === 0 ? [] : [['other losses', otherLosses.slice(0, 16).join(', ')] as const]),
    ...(run === null ? [] : [['run', run] as const]),
    ...(segmentCount > 1 ? [['segment', `${segmentNumber} of ${segmentCount}`] as const] : []),
    [
      'records',
      `${count(points)} at steps ${count(firstStep)} to ${count(lastStep)}${stride === null ? '' : ` by ${count(stride)}`}`,
    ],
    ['replayed as', plural(iterations.losses.length, 'iteration')],
    ...(nonFinite > 0 ? [['not finite', plural(nonFinite, 'loss').replace('losss', 'losses')] as const] : []),
    ...(plannedSteps === null ? [] : [['planned for', plural(plannedSteps, 'iteration')] as const]),
    [
      'recorded rate',
      summary.hasLearningRate
        ? plural(summary.learningRateChanges, 'change')
        : 'the log does not say which learning rate it used',
    ],
  ];
  return `<dl class="facts">${facts.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>`;
}

export const noteList = ({ notes }: Comparison): string =>
  notes.length === 0
    ? ''
    : `<ul class="notes">${notes.map((note) => `<li>${escapeHtml(note)}</li>`).join('')}</ul>`;

/** One row for the run itself and one for each scheduler. */
export function summaryTable(comparison: Comparison): string {
  const { recorded, replays, summary, segment } = comparison;
  const row = (
    name: string,
    changes: readonly { step: number }[],
    total: number,
    final: number | null,
    parted: string,
  ) => {
    // The last change is not known of a replay that kept only the first ones.
    const last = changes.length === total ? changes.at(-1) : undefined;
    const ends = [changes[0], last].map((change) => (change ? count(change.step) : '–'));
    const cells = [count(total), ...ends, short(final), parted].map((cell) => `<td>${cell}</td>`);
    return `<tr><th scope="row">${escapeHtml(name)}</th>${cells.join('')}</tr>`;
  };
  const rows = replays.map((replay) => {
    const parted = firstDivergence(comparison, replay);
    return row(
      replay.scheduler,
      replay.changes,
      replay.changeCount,
      replay.finalLearningRate,
      parted === null ? '–' : count(parted),
    );
  });
  if (summary.hasLearningRate)
    rows.unshift(
      row(
        'the run itself',
        recorded,
        recorded.length,
        segment.learningRates?.findLast(Number.isFinite) ?? null,
        '',
      ),
    );
  const head = [
    'scheduler',
    'changes',
    'first at step',
    'last at step',
    'final rate',
    'diverges from run at',
  ];
  return dataTable('Changes of the rate by scheduler', head.map(column), rows);
}

/** The effective options of each scheduler. */
export function parameterTable({ replays }: Comparison): string {
  const rows = replays.map(({ scheduler, options }) => {
    const text = Object.entries(options).map(
      ([name, value]) => `${name} ${Array.isArray(value) ? value.join(' ') : value}`,
    );
    return `<tr><th scope="row">${escapeHtml(scheduler)}</th><td class="text">${escapeHtml(text.join(', '))}</td></tr>`;
  });
  return dataTable('Parameters by scheduler', [column('scheduler'), textColumn('options')], rows);
}

/** Every change of one scheduler with its reason; changes after it diverges from the record are marked. */
export function decisionTable(comparison: Comparison, replay: Replay, color: number): string {
  const { scheduler, changes } = replay;
  const heading = `<h3 class="c${color}">${escapeHtml(scheduler)}</h3>`;
  if (changes.length === 0) return `${heading}<p>No change of the rate.</p>`;
  const parted = firstDivergence(comparison, replay);
  const stretches = changeStretches(changes);
  const marked = parted === null ? -1 : stretches.findIndex(({ last }) => last.step >= parted);
  const rows = stretches.slice(0, listed).map(({ first: { step, decision, from, reason }, last }, i) => {
    const kind = i === marked ? ' class="first"' : marked >= 0 && i > marked ? ' class="conditional"' : '';
    return `<tr${kind}><td>${count(step)}</td><td>${decision}</td><td>${short(from)} → ${short(last.to)}${last.step > step ? ` by step ${count(last.step)}` : ''}</td><td class="text">${escapeHtml(reason)}</td></tr>`;
  });
  const note =
    parted === null
      ? ''
      : `<p>Parts from the run at step ${count(parted)} (◆); the decisions in italics are made on losses of other rates.</p>`;
  const head = [column('step'), column('decision'), column('rate'), textColumn('why')];
  const first = dataTable(`Decisions of ${scheduler}`, head, rows.slice(0, shown));
  if (rows.length <= shown) return `${heading}${note}${first}`;
  const rest = dataTable(`More decisions of ${scheduler}`, head, rows.slice(shown));
  const more = stretches.length > listed ? `<p>and ${count(stretches.length - listed)} more</p>` : '';
  return `${heading}${note}${first}<details><summary>${count(stretches.length - shown)} more decisions</summary>${rest}${more}</details>`;
}
