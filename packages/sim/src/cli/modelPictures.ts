import { basename } from 'node:path';
import type { LossModel } from '../lossModel/lossModel.js';
import { escapeHtml } from '../report/escapeHtml.js';
import { fitPanels } from '../report/fitPanels.js';
import { colorOf } from '../report/palette.js';
import { panelFigure } from '../report/panelFigure.js';
import { type ShownSimulation, simulationPanels } from '../report/simulationPanels.js';
import { cautionHtml, colorKey, panelFigures, staticPage, textTable } from '../report/staticPage.js';
import type { FitOutcome } from './fitCommand.js';
import { errorRows, findingRows } from './fitText.js';
import { writeFigureFiles, writeOutput } from './pictures.js';
import { cutRows, schedulerRows } from './simulateText.js';

/** Runs shown at full length; of more, the tables hold the figures. */
const mostRuns = 12;

const fitKey = [
  ['measured', 0],
  ['expected by the model', 1],
] as const;

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
    await writeFigureFiles(
      panelFigure(title, fitKey, (width) => shown.flatMap((run) => fitPanels(run, width))),
      figures,
    );
  }
  if (report === undefined) return;
  const [errorHead, ...errors] = errorRows(outcome);
  const [findingHead, ...found] = findingRows(outcome.model);
  const body = [
    cautionHtml(outcome.notes),
    '<h2>How well it fits</h2>',
    textTable('Errors by run', errorHead!, errors),
    '<h2>What the runs say</h2>',
    textTable('Findings', findingHead!, found),
    colorKey(fitKey),
    ...shown.map(
      (run) => `<h2>${escapeHtml(run.trace.file)}</h2>${panelFigures((width) => fitPanels(run, width))}`,
    ),
  ];
  await writeOutput('report', report, staticPage('Loss model', body.join('\n'), command));
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
  const key = [
    ['recorded run', 0] as const,
    ...shown.map(({ simulation }, i) => [`simulated: ${simulation.scheduler}`, colorOf(i)] as const),
  ];
  const panelsOf = (width: number) => simulationPanels(model, shown, width);
  if (figures.length > 0)
    await writeFigureFiles(panelFigure('Simulated with a loss model', key, panelsOf), figures);
  if (report === undefined) return;
  const [head, ...rows] = schedulerRows(shown);
  const body = [
    cautionHtml(cautions),
    textTable('Schedulers', head!, rows),
    colorKey(key),
    panelFigures(panelsOf),
    ...shown.map((one) => {
      const [cutHead, ...cuts] = cutRows(one);
      const name = escapeHtml(one.simulation.scheduler);
      return cuts.length === 0
        ? ''
        : `<h2>Changes by ${name}</h2>${textTable(`Changes by ${one.simulation.scheduler}`, cutHead!, cuts)}`;
    }),
  ];
  await writeOutput('report', report, staticPage('Simulated with a loss model', body.join('\n'), command));
}
