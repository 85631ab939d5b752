import { basename } from 'node:path';
import type { ShownRun } from '../lossModel/fitReport.js';
import type { LossModel } from '../lossModel/lossModel.js';
import { escapeHtml } from '../report/escapeHtml.js';
import { fitPanels } from '../report/fitPanels.js';
import { htmlDocument } from '../report/htmlDocument.js';
import { cautionHtml, colorKey, panelFigures, textTable } from '../report/pageParts.js';
import { panelFigure } from '../report/panelFigure.js';
import { type ShownSimulation, simulationColors, simulationPanels } from '../report/simulationPanels.js';
import { style } from '../report/style.js';
import type { FitOutcome } from './fitText.js';
import { errorRows, findingRows } from './fitText.js';
import { writeOutput } from './outputs.js';
import { writeFigureFiles } from './pictures.js';
import { cutRows, schedulerRows } from './simulateText.js';

/** Runs shown at full length; of more, the tables hold the figures. */
const mostRuns = 12;

const fitKey = [
  ['measured', 0],
  ['expected by the model', 1],
] as const;

/** Name of a run in a figure, which has no room for what the page says of shaded parts. */
function runTitle({ trace, fitted }: ShownRun): string {
  const shaded = fitted === 0 ? ', not fitted' : fitted < trace.steps.length ? ', shaded: not fitted' : '';
  return `${basename(trace.file)}${shaded}`;
}

/** Writes the page and the figures of a fit. */
export async function writeFitPictures(
  outcome: FitOutcome,
  report: string | undefined,
  figures: readonly string[],
  command: string,
): Promise<void> {
  const shown = outcome.runs.slice(0, mostRuns);
  if (figures.length > 0) {
    const title = `Loss model of ${shown.map(({ trace }) => basename(trace.file)).join(', ')}`;
    const panelsOf = (width: number) =>
      shown.flatMap((run) =>
        fitPanels(run, width).map((panel) => ({ ...panel, title: `${runTitle(run)}: ${panel.title}` })),
      );
    await writeFigureFiles(panelFigure(title, fitKey, panelsOf), figures);
  }
  if (report === undefined) return;
  const body = [
    '<h1>Loss model</h1>',
    cautionHtml(outcome.notes),
    '<h2>How well it fits</h2>',
    textTable('Errors by run', errorRows(outcome)),
    '<h2>What the runs say</h2>',
    textTable('Findings', findingRows(outcome.model)),
    colorKey(fitKey),
    ...shown.map(
      (run) => `<h2>${escapeHtml(run.trace.file)}</h2>${panelFigures((width) => fitPanels(run, width))}`,
    ),
  ].join('\n');
  await writeOutput('report', report, htmlDocument({ title: 'FastFace: loss model', style, command, body }));
}

/** Writes the page and the figures of simulated schedulers. */
export async function writeSimulationPictures(
  model: LossModel,
  shown: readonly ShownSimulation[],
  cautions: readonly string[],
  report: string | undefined,
  figures: readonly string[],
  command: string,
): Promise<void> {
  const colors = simulationColors(shown);
  const key = [
    ['recorded run', 0] as const,
    ...shown.map(({ simulation }, i) => [`simulated: ${simulation.scheduler}`, colors[i]!] as const),
  ];
  const panelsOf = (width: number) => simulationPanels(model, shown, width);
  if (figures.length > 0)
    await writeFigureFiles(panelFigure('Simulated with a loss model', key, panelsOf), figures);
  if (report === undefined) return;
  const body = [
    '<h1>Simulated with a loss model</h1>',
    cautionHtml(cautions),
    textTable('Schedulers', schedulerRows(shown)),
    colorKey(key),
    panelFigures(panelsOf),
    ...shown
      .filter(({ summary }) => summary.cuts.length > 0)
      .map((one) => {
        const heading = `Changes by ${one.simulation.scheduler}`;
        return `<h2>${escapeHtml(heading)}</h2>${textTable(heading, cutRows(one))}`;
      }),
  ].join('\n');
  await writeOutput('report', report, htmlDocument({ title: 'FastFace: simulated', style, command, body }));
}
