import pc from 'picocolors';
import { changeStretches } from '../changeStretches.js';
import type { Comparison } from '../comparison.js';
import { firstDivergence } from '../firstDivergence.js';
import { count, plural, short } from '../numbers.js';
import { sameRates } from '../report/drawnSchedulers.js';
import { terminalPicture } from '../report/terminalPicture.js';
import { standing } from './compareText.js';
import { printable } from './failure.js';
import { lossLine, table } from './table.js';

/** Changes, or stretches of them, listed for each scheduler before the rest is only counted. */
const listed = 10;

/** What `fastface replay` prints for a person. */
export function replayText(comparison: Comparison, columns: number): string {
  const { file, format, lossName, otherLosses, segmentNumber, segmentCount, summary } = comparison;
  const { recorded, replays, notes } = comparison;
  const { points, firstStep, lastStep, stride, firstLoss, lastLoss } = summary;
  const head = [
    pc.bold(printable(file)),
    format,
    ...(segmentCount > 1 ? [`segment ${segmentNumber} of ${segmentCount}`] : []),
    `${plural(points, 'record')}, steps ${count(firstStep)} to ${count(lastStep)}${stride === null ? '' : ` by ${count(stride)}`}`,
    `loss ${short(firstLoss)} → ${short(lastLoss)}`,
  ];
  const rows = [['scheduler', 'changes', 'first at', 'last at', 'final rate']];
  const row = (name: string, changes: readonly { step: number }[], final: number | null) =>
    rows.push([
      name,
      count(changes.length),
      changes.length > 0 ? count(changes[0]!.step) : '–',
      changes.length > 0 ? count(changes.at(-1)!.step) : '–',
      short(final),
    ]);
  if (summary.hasLearningRate) row('the run itself', recorded, recorded.at(-1)?.to ?? lastRate(comparison));
  for (const { scheduler, changes, finalLearningRate } of replays) row(scheduler, changes, finalLearningRate);
  const lines = [
    head.join('  '),
    ...lossLine(lossName, otherLosses),
    ...notes.map((note) => pc.dim(`note: ${printable(note)}`)),
    '',
    ...table(rows),
    '',
  ];
  lines.push(...terminalPicture(comparison, columns));
  for (const { names, replay } of sameRates(replays)) {
    if (replay.changes.length === 0) continue;
    lines.push('', pc.bold(names.join(', ')));
    const stretches = changeStretches(replay.changes);
    for (const { first, last, count: changes } of stretches.slice(0, listed)) {
      const until = changes > 1 ? ` by step ${count(last.step)}` : '';
      const change = `${first.decision} ${short(first.from)} → ${short(last.to)}${until}`;
      lines.push(`  ${count(first.step)}  ${change}  ${pc.dim(first.reason)}`);
    }
    if (stretches.length > listed) lines.push(pc.dim(`  and ${count(stretches.length - listed)} more`));
    const parted = firstDivergence(comparison, replay);
    if (parted !== null)
      lines.push(
        pc.dim(`  diverges from the recorded run at step ${count(parted)}; later decisions are hypothetical`),
      );
  }
  if (comparison.stationarity !== undefined) lines.push('', ...standing(comparison));
  return lines.join('\n');
}

const lastRate = ({ segment }: Comparison): number | null =>
  segment.learningRates?.findLast(Number.isFinite) ?? null;
