import type { Comparison } from '../comparison.js';
import { count, plural } from '../numbers.js';
import { drawnSchedulers } from './drawnSchedulers.js';
import { type FigureName, panelFigure } from './panelFigure.js';
import { panels } from './panels.js';

/** The pictures of a comparison one above the other as one SVG file, on white: for a paper or a slide. */
export function figureSvg(comparison: Comparison): string {
  const { file, summary, replays } = comparison;
  const names: FigureName[] = [
    [summary.hasLearningRate ? 'recorded run' : 'recorded loss', 0],
    ...drawnSchedulers(comparison).map(({ label, color }): FigureName => [label, color]),
  ];
  const caution =
    replays.length > 0 && summary.hasLearningRate
      ? 'Replay is open loop: ◆ and dotted line, first step where a rate differs from the recorded one; later steps are conditional.'
      : 'Replay is open loop: the losses are those of the rates that the run really used.';
  return panelFigure(file.split(/[\\/]/).at(-1)!, names, (width) => panels(comparison, width), {
    facts: facts(comparison),
    caution,
  });
}

function facts({ format, lossName, summary, iterations }: Comparison): string {
  const { points, firstStep, lastStep } = summary;
  return `${format}, loss “${lossName}” · ${plural(points, 'record')} at steps ${count(firstStep)} to ${count(lastStep)} · ${plural(iterations.losses.length, 'iteration')}`;
}
