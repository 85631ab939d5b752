import { isLeft } from 'fp-ts/lib/Either.js';
import { chooseSegment } from '../chooseSegment.js';
import type { Comparison } from '../comparison.js';
import { comparisonOf } from '../comparisonOf.js';
import { type Iterations, iterationsOf } from '../iterations.js';
import { readFile } from '../read/readFile.js';
import { replay } from '../replay.js';
import { contextOf } from '../schedulers/contextOf.js';
import type { Segment } from '../trace.js';
import { Failure, usageFailure } from './failure.js';
import { pictureFormat } from './pictureFormat.js';
import { progressLine } from './progress.js';
import { type ReadFlags, readErrorLine, toReadOptions } from './readOptions.js';
import { replayText } from './replayText.js';
import { chooseSchedulers } from './settings.js';

export interface ReplayFlags extends ReadFlags {
  readonly segment?: string;
  readonly scheduler?: readonly string[];
  readonly set?: readonly string[];
  readonly totalSteps?: string;
  readonly json?: boolean;
  readonly report?: string;
  readonly figure?: readonly string[];
}

/** `fastface replay FILE`: what schedulers would have done. */
export async function replayCommand(file: string, flags: ReplayFlags): Promise<void> {
  for (const figure of flags.figure ?? []) pictureFormat(figure);
  await present(await compareFile(file, flags), flags, commandLine(file, flags));
}

/** Prints a comparison, and writes the page and the figures that are asked for. */
export async function present(comparison: Comparison, flags: ReplayFlags, command: string): Promise<void> {
  const { report, figure: figures = [] } = flags;
  if (report !== undefined || figures.length > 0) {
    const { writeFigures, writeReport } = await import('./pictures.js');
    if (report !== undefined) await writeReport(comparison, report, command);
    await writeFigures(comparison, figures);
  }
  if (flags.json) console.log(JSON.stringify(toJson(comparison), null, 2));
  else {
    const columns = Math.min(Math.max(process.stdout.columns ?? 80, 60), 110);
    console.log(replayText(comparison, columns));
    const written = [
      ...(report === undefined ? [] : [`report: ${report}`]),
      ...figures.map((f) => `figure: ${f}`),
    ];
    console.log(`\n${written.join('\n') || 'For a page with this in colour: --report FILE.html'}`);
  }
}

/** Reads a log, picks a segment and replays it. */
export async function compareFile(file: string, flags: ReplayFlags): Promise<Comparison> {
  const wanted =
    flags.totalSteps === undefined ? undefined : positiveInteger('--total-steps', flags.totalSteps);
  const result = await readFile(file, toReadOptions(flags));
  if (isLeft(result)) throw new Failure(readErrorLine(result.left), 1);
  const trace = result.right;
  const chosen = chooseSegment(trace, flags.segment);
  if (isLeft(chosen)) throw usageFailure(chosen.left);
  const { segment } = chosen.right;
  const iterations = spread(file, segment);
  const own = contextOf(segment, iterations);
  const context = { ...own, totalSteps: wanted ?? own.totalSteps };
  const names = flags.scheduler ?? ['fastface'];
  // A page can be zoomed, a terminal cannot.
  const samples = flags.report === undefined ? 1000 : 4000;
  const replays = chooseSchedulers(names, flags.set ?? [], context).map(({ scheduler, options }) => {
    const progress = progressLine(`replaying ${scheduler.name}`);
    const done = replay(scheduler, options, iterations, { samples, onProgress: progress.update });
    progress.done();
    return done;
  });
  return comparisonOf(trace, chosen.right, iterations, replays);
}

function spread(file: string, segment: Segment): Iterations {
  try {
    return iterationsOf(segment);
  } catch (error) {
    if (error instanceof RangeError) throw new Failure(`${file}: ${error.message}`, 1);
    throw error;
  }
}

function positiveInteger(option: string, text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value) || value < 1)
    throw usageFailure(`invalid ${option}: ${text} (expected an integer ≥ 1)`);
  return value;
}

function toJson({
  file,
  format,
  lossName,
  notes,
  segmentNumber,
  segmentCount,
  summary,
  iterations,
  recorded,
  replays,
}: Comparison) {
  return {
    trace: {
      file,
      format,
      lossName,
      notes,
      segment: segmentNumber,
      segments: segmentCount,
      iterations: iterations.losses.length,
      ...summary,
    },
    recorded: { changes: recorded },
    replays: replays.map(({ scheduler, options, changes, finalLearningRate }) => ({
      scheduler,
      options,
      changes,
      finalLearningRate,
    })),
  };
}

/** The command that made a report, as it can be typed again. */
function commandLine(file: string, flags: ReplayFlags): string {
  const { scheduler = [], set = [], figure = [], ...rest } = flags;
  const words = ['fastface', 'replay', file];
  for (const name of scheduler) words.push('--scheduler', name);
  for (const setting of set) words.push('--set', setting);
  for (const name of figure) words.push('--figure', name);
  for (const [flag, value] of Object.entries(rest)) {
    if (typeof value === 'string')
      words.push(`--${flag.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`, value);
  }
  return words
    .map((word) => (/^[\w./:=@%+,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(' ');
}
