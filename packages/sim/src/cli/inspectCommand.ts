import pc from 'picocolors';
import { inspectSegment, type SegmentSummary } from '../inspect.js';
import { count, plural, short } from '../numbers.js';
import { readFile } from '../read/readFile.js';
import { Failure, printable } from './failure.js';
import { type ReadFlags, readErrorLine, readFailure, toReadOptions } from './readOptions.js';
import { lossLine } from './table.js';

/** What `fastface inspect --json` prints for each file. */
export interface Inspection {
  readonly file: string;
  readonly format: string | null;
  readonly error: string | null;
  readonly lossName: string | null;
  readonly otherLosses: readonly string[];
  /** Why another loss may be meant; null where there is no doubt. */
  readonly doubt: string | null;
  readonly notes: readonly string[];
  readonly segments: readonly SegmentSummary[];
}

async function inspectFile(file: string, flags: ReadFlags): Promise<Inspection & { usage?: boolean }> {
  const result = await readFile(file, toReadOptions(flags));
  if (!result.ok) {
    const error = readErrorLine(result.problem);
    const nothing = { lossName: null, otherLosses: [], doubt: null, notes: [], segments: [] };
    return { file, format: null, error, ...nothing, usage: readFailure(result.problem).exitCode === 2 };
  }
  const { format, lossName, otherLosses, doubt = null, notes, segments } = result.value;
  const summaries = segments.map(inspectSegment);
  return { file, format, error: null, lossName, otherLosses, doubt, notes, segments: summaries };
}

function describe(inspection: Inspection): string[] {
  const { file, format, error, lossName, otherLosses, doubt, notes, segments } = inspection;
  if (error !== null) return [`${pc.red('no training loss')}  ${error}`];
  const lines = [
    `${pc.bold(printable(file))}  ${format}, loss "${printable(lossName ?? '')}", ${plural(segments.length, 'segment')}`,
  ];
  segments.forEach((segment, i) => {
    const { points, firstStep, lastStep, stride, firstLoss, lastLoss, nonFinite, run } = segment;
    const parts = [
      `${run === null ? '' : `${printable(run)}: `}${plural(points, 'point')}`,
      `steps ${count(firstStep)} to ${count(lastStep)}${stride === null ? '' : ` by ${count(stride)}`}`,
      `loss ${short(firstLoss)} → ${short(lastLoss)}`,
      ...(nonFinite > 0 ? [`${count(nonFinite)} not finite`] : []),
      segment.hasLearningRate
        ? `${plural(segment.learningRateChanges, 'change')} of the learning rate`
        : 'no learning rate',
    ];
    lines.push(`  ${i + 1}  ${parts.join(', ')}`);
  });
  lines.push(...lossLine(lossName ?? '', otherLosses).map((line) => `  ${line}`));
  if (doubt !== null)
    lines.push(`  ${pc.yellow('doubtful')}: ${printable(doubt)}; say which one with --loss NAME`);
  return [...lines, ...notes.map((note) => pc.dim(`  note: ${printable(note)}`))];
}

/** `fastface inspect FILE…`: what each log holds. */
export async function inspectCommand(
  files: readonly string[],
  flags: ReadFlags & { json?: boolean },
): Promise<void> {
  const inspections: Awaited<ReturnType<typeof inspectFile>>[] = [];
  for (const file of files) inspections.push(await inspectFile(file, flags));
  if (flags.json)
    console.log(
      JSON.stringify(
        inspections.map(({ usage, ...facts }) => facts),
        null,
        2,
      ),
    );
  else
    for (const inspection of inspections.filter(({ error }) => error === null))
      console.log(describe(inspection).join('\n'));
  const failed = inspections.filter(({ error }) => error !== null);
  if (failed.length > 0)
    throw new Failure(
      failed.map(({ error }) => error).join('\nfastface: '),
      failed.every(({ usage }) => usage) ? 2 : 1,
    );
}
