import { basename, extname, join } from 'node:path';
import type { Comparison } from '../comparison.js';
import { defaultScheduler } from '../schedulers/findScheduler.js';
import { commandLine } from './commandLine.js';
import { compareFile, type ReplayFlags } from './compareFile.js';
import { compareText, overviewText } from './compareText.js';
import { comparisonJson } from './comparisonJson.js';
import { Failure } from './failure.js';
import { LeftOut, logsOf } from './logsOf.js';
import { makeFolder } from './outputs.js';
import { pictureFormat } from './pictures.js';

/**
 * `fastface compare FILE…`, of folders all logs: where schedulers would have changed the rate, beside what each run really did, and where
 * the runs stood still. `replay` looks at one run and gives the reasons.
 */
export async function compareCommand(paths: readonly string[], flags: ReplayFlags): Promise<void> {
  const { figure: figures = [], report } = flags;
  for (const figure of figures) pictureFormat(figure);
  const scheduler = flags.scheduler ?? [defaultScheduler, 'fastface-steps'];
  const comparisons: Comparison[] = [];
  const failed: Failure[] = [];
  const files = await logsOf(paths, flags.format);
  const left = new LeftOut();
  for (const log of files) {
    try {
      comparisons.push(await compareFile(log, { ...flags, scheduler }));
      left.compared(log);
    } catch (error) {
      // One file that cannot be read, or is too short for a scheduler, does not hide the others.
      if (!(error instanceof Failure)) throw error;
      if (error.exitCode === 1 && log.folder !== null) left.add(log, error.message);
      else
        failed.push(
          files.length > 1 && error.exitCode === 2 ? new Failure(`${log.file}: ${error.message}`, 2) : error,
        );
    }
  }
  failed.push(...left.failures());
  const command = commandLine('compare', paths, flags);
  const written = [
    ...(report === undefined || comparisons.length === 0
      ? []
      : await reports(comparisons, report, files.length, command)),
    ...(await pictures(comparisons, figures, files.length)),
  ];
  if (flags.json) console.log(JSON.stringify(comparisons.map(comparisonJson), null, 2));
  else if (comparisons.length > 0) {
    const texts = comparisons.map(compareText);
    if (files.length > 1) texts.push(overviewText(comparisons));
    console.log([...texts, ...(written.length > 0 ? [written.join('\n')] : [])].join('\n\n'));
  }
  for (const line of left.lines()) console.error(`fastface: ${line}`);
  if (failed.length === 0) return;
  const messages = [...new Set(failed.map(({ message }) => message))];
  throw new Failure(messages.join('\nfastface: '), failed.every(({ exitCode }) => exitCode === 2) ? 2 : 1);
}

/** A page for one file; for several a folder with a page each and an overview. */
async function reports(
  comparisons: readonly Comparison[],
  place: string,
  fileCount: number,
  command: string,
): Promise<string[]> {
  const { writeOverview, writeReport } = await import('./pictures.js');
  if (fileCount === 1) {
    await writeReport(comparisons[0]!, place, command);
    return [`report: ${place}`];
  }
  await makeFolder(place).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(
      `${place}: no folder for the reports of several files (${error.code}); name another place`,
      1,
    );
  });
  const names = uniqueNames(comparisons).map((name) => `${name}.html`);
  for (const [i, comparison] of comparisons.entries())
    await writeReport(comparison, join(place, names[i]!), command);
  const overview = join(place, 'index.html');
  await writeOverview(comparisons, names, overview, command);
  return [`report: ${overview}`];
}

/** `curve.svg`; for several files `curve.NAME.svg` of each. */
async function pictures(
  comparisons: readonly Comparison[],
  figures: readonly string[],
  fileCount: number,
): Promise<string[]> {
  if (figures.length === 0) return [];
  const { writeFigures } = await import('./pictures.js');
  const names = uniqueNames(comparisons);
  const written: string[] = [];
  for (const [i, comparison] of comparisons.entries()) {
    const places = figures.map((place) => {
      const end = extname(place);
      return fileCount === 1 ? place : `${place.slice(0, -end.length)}.${names[i]}${end}`;
    });
    await writeFigures(comparison, places);
    written.push(...places.map((place) => `figure: ${place}`));
  }
  return written;
}

/** What a file is called, as part of a file's name: plain letters, told apart by numbers. */
function uniqueNames(comparisons: readonly Comparison[]): string[] {
  const seen = new Map<string, number>([['index', 1]]);
  return comparisons.map(({ file }) => {
    const plain =
      basename(file)
        .replace(/[^\w.-]+/g, '_')
        .replace(/^\.+/, '')
        .slice(0, 100) || 'log';
    const times = (seen.get(plain.toLowerCase()) ?? 0) + 1;
    seen.set(plain.toLowerCase(), times);
    return times === 1 ? plain : `${plain}-${times}`;
  });
}
