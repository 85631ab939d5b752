import type { Comparison } from '../comparison.js';
import { commandLine } from './commandLine.js';
import { compareFile, type ReplayFlags } from './compareFile.js';
import { comparisonJson } from './comparisonJson.js';
import { pictureFormat } from './pictures.js';
import { replayText } from './replayText.js';

/** `fastface replay FILE`: what schedulers would have done. */
export async function replayCommand(file: string, flags: ReplayFlags): Promise<void> {
  for (const figure of flags.figure ?? []) pictureFormat(figure);
  await present(await compareFile(file, flags), flags, commandLine('replay', [file], flags));
}

/** Prints a comparison, and writes the page and the figures that are asked for. */
export async function present(comparison: Comparison, flags: ReplayFlags, command: string): Promise<void> {
  const { report, figure: figures = [] } = flags;
  if (report !== undefined || figures.length > 0) {
    const { writeFigures, writeReport } = await import('./pictures.js');
    if (report !== undefined) await writeReport(comparison, report, command);
    await writeFigures(comparison, figures);
  }
  if (flags.json) console.log(JSON.stringify(comparisonJson(comparison), null, 2));
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
