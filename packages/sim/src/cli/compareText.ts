import pc from 'picocolors';
import type { Comparison } from '../comparison.js';
import { firstDivergence } from '../firstDivergence.js';
import { count, percent, plural, short } from '../numbers.js';
import { printable } from './failure.js';
import { lossLine, table } from './table.js';

/** Changes shown side by side, and stretches, before the rest is only counted. */
const listed = 12;

interface TextColumn {
  readonly name: string;
  readonly changes: readonly { readonly step: number; readonly from: number; readonly to: number }[];
  readonly parted: number | null;
}

/** The run itself, where the log shows its rate, and the schedulers. */
function columnsOf(comparison: Comparison): TextColumn[] {
  const { recorded, replays, summary } = comparison;
  const made = replays.map((replay) => ({
    name: replay.scheduler,
    changes: replay.changes,
    parted: firstDivergence(comparison, replay),
  }));
  return summary.hasLearningRate
    ? [{ name: 'the run itself', changes: recorded, parted: null }, ...made]
    : made;
}

/** A schedule that is always on the move has no changes to be set side by side. */
const isOften = ({ changes }: TextColumn, { summary }: Comparison): boolean =>
  changes.length > 4 * listed && 10 * changes.length > summary.points;

/** What `fastface compare` prints of one file: the changes side by side, and where the run stood still. */
export function compareText(comparison: Comparison): string {
  const { file, format, lossName, otherLosses, summary, segmentNumber, segmentCount, notes } = comparison;
  const all = columnsOf(comparison);
  const often = all.filter((column) => isOften(column, comparison));
  const columns = all.filter((column) => !often.includes(column));
  const most = Math.max(0, ...columns.map(({ changes }) => changes.length));
  const rows = [['change', ...columns.map(({ name }) => name)]];
  for (let i = 0; i < Math.min(most, listed); i++) {
    const cells = columns.map(({ changes: { [i]: change } }) =>
      change ? `${count(change.step)} → ${short(change.to)}` : '–',
    );
    rows.push([String(i + 1), ...cells]);
  }
  if (most > listed) {
    const more = columns.map(({ changes }) =>
      changes.length > listed ? `+ ${count(changes.length - listed)}` : '–',
    );
    rows.push(['more', ...more]);
  }
  const parts = columns.map(({ name, parted }) =>
    name === 'the run itself' || parted === null ? '–' : count(parted),
  );
  if (summary.hasLearningRate) rows.push(['diverges from run at', ...parts]);
  const head = [
    pc.bold(printable(file)),
    format,
    ...(segmentCount > 1 ? [`segment ${segmentNumber} of ${segmentCount}`] : []),
    `${plural(summary.points, 'record')}, steps ${count(summary.firstStep)} to ${count(summary.lastStep)}`,
    `loss ${short(summary.firstLoss)} → ${short(summary.lastLoss)}`,
  ];
  return [
    head.join('  '),
    ...lossLine(lossName, otherLosses),
    ...notes.map((note) => pc.dim(`note: ${printable(note)}`)),
    '',
    ...(columns.length === 0 ? [] : most === 0 ? ['no change of the rate'] : table(rows)),
    ...often.map(
      ({ name, changes }) =>
        `${name}: changes at nearly every record, ${count(changes.length)} times from ${short(changes[0]!.from)} to ${short(changes.at(-1)!.to)}`,
    ),
    '',
    ...standing(comparison),
  ].join('\n');
}

/** Where the run stood still, and how much of that the run did not answer by a smaller rate. */
export function standing(comparison: Comparison): string[] {
  const found = comparison.stationarity;
  if (!found) return [`stationary stretches: ${comparison.untold ?? 'the run is too short to tell'}`];
  const { patience, stretches, share, unanswered } = found;
  const lines = [
    stretches.length === 0
      ? `stationary stretches: none of more than ${plural(patience, 'iteration')}`
      : `stationary: ${plural(stretches.length, 'stretch', 'stretches')} of more than ${plural(patience, 'iteration')}, ${percent(share)} of the run; ${percent(unanswered)} of the run beyond that at an unchanged rate`,
  ];
  for (const { from, to, unanswered: late } of stretches.slice(0, listed))
    lines.push(`  ${count(from)} to ${count(to)}${late > 0 ? `, ${count(late)} unanswered` : ''}`);
  if (stretches.length > listed) lines.push(pc.dim(`  and ${count(stretches.length - listed)} more`));
  return lines;
}

/** The names of files without the folder that all are in. */
export function shortNames(files: readonly string[]): string[] {
  const folders = files.map((file) => file.split(/(?<=[\\/])/).slice(0, -1));
  const [first = []] = folders;
  const same = first.findIndex((part, i) => folders.some((parts) => parts[i] !== part));
  const common = first.slice(0, same < 0 ? first.length : same).join('').length;
  return files.map((file) => file.slice(common));
}

/** One row a file, for several files: changes and where in the run the first one comes. */
export function overviewRows(comparisons: readonly Comparison[]): string[][] {
  const names = [...new Set(comparisons.flatMap(({ replays }) => replays.map(({ scheduler }) => scheduler)))];
  const files = shortNames(comparisons.map(({ file }) => file));
  const rows = comparisons.map((comparison, i) => {
    const found = comparison.stationarity;
    const columns = columnsOf(comparison);
    const { losses, firstStep } = comparison.iterations;
    const cell = (name: string) => {
      const changes = columns.find((column) => column.name === name)?.changes;
      if (!changes) return '–';
      const first = changes[0];
      return first
        ? `${count(changes.length)}, from ${percent((first.step - firstStep) / losses.length)}`
        : '0';
    };
    return [
      printable(files[i]!),
      count(losses.length),
      found ? percent(found.share) : '–',
      found ? percent(found.unanswered) : '–',
      ...['the run itself', ...names].map(cell),
    ];
  });
  return [['file', 'iterations', 'stationary', 'unanswered', 'the run itself', ...names], ...rows];
}

/** The overview for a terminal. */
export const overviewText = (comparisons: readonly Comparison[]): string =>
  [
    ...table(overviewRows(comparisons)),
    '',
    pc.dim(
      'stationary: share of the run in flat stretches; unanswered: beyond the patience, at an unchanged rate.',
    ),
    pc.dim('by scheduler: changes of the rate, and how far into the run the first one comes.'),
  ].join('\n');
