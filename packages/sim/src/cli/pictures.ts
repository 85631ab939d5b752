import { extname } from 'node:path';
import type { Comparison } from '../comparison.js';
import { figureSvg } from '../report/figure.js';
import { htmlReport } from '../report/htmlReport.js';
import { overviewPage } from '../report/overviewPage.js';
import { overviewRows } from './compareText.js';
import { Failure, usageFailure } from './failure.js';
import { writeOutput } from './outputs.js';

/** What kind of picture a file is to hold, by its ending. */
export function pictureFormat(file: string): 'svg' | 'png' {
  const ending = extname(file).toLowerCase();
  if (ending === '.svg') return 'svg';
  if (ending === '.png') return 'png';
  throw usageFailure(`invalid --figure: ${file} (expected a file that ends in .svg or .png)`);
}

/** Writes the page. */
export async function writeReport(comparison: Comparison, file: string, command: string): Promise<void> {
  await writeOutput('report', file, await htmlReport(comparison, command));
}

/** Writes the page that leads to the pages of several runs. */
export async function writeOverview(
  comparisons: readonly Comparison[],
  pages: readonly string[],
  file: string,
  command: string,
): Promise<void> {
  await writeOutput('report', file, overviewPage(overviewRows(comparisons), pages, command));
}

/** Writes the pictures, drawn once, to each of some files. */
export async function writeFigures(comparison: Comparison, files: readonly string[]): Promise<void> {
  if (files.length > 0) await writeFigureFiles(figureSvg(comparison), files);
}

/** Writes a picture to each of some files, as SVG or as PNG. */
export async function writeFigureFiles(svg: string, files: readonly string[]): Promise<void> {
  for (const file of files)
    await writeOutput('figure', file, pictureFormat(file) === 'svg' ? svg : await png(svg));
}

async function png(svg: string): Promise<Uint8Array> {
  const renderer = await import('../report/figurePng.js').catch((error: Error) => {
    throw new Failure(
      `no PNG here: its renderer did not load (${error.message.split('\n')[0]}); name a .svg`,
      1,
    );
  });
  return renderer.figurePng(svg);
}
