import pc from 'picocolors';
import type { Recommendation } from '../lossModel/recommend.js';
import { count, plural, short } from '../numbers.js';
import type { Given } from '../sweep/variation.js';
import { printable } from './failure.js';
import { losses, steps } from './simulateText.js';
import { table } from './table.js';

/** What a model was asked for, and what it says. */
export interface Advice {
  readonly scheduler: string;
  readonly totalSteps: number;
  readonly seeds: number;
  /** Best first. */
  readonly ranking: readonly Recommendation[];
  /** For each of the model's other assumptions: the varied options that it puts first. */
  readonly alternatives: readonly { readonly name: string; readonly varied: Given }[];
  readonly cautions: readonly string[];
}

const value = (one: unknown) => (typeof one === 'number' ? short(one) : JSON.stringify(one));
const words = (varied: Readonly<Record<string, unknown>>) =>
  Object.entries(varied)
    .map(([name, one]) => `${name} ${value(one)}`)
    .join(', ');

/** What `fastface recommend` prints for a person. */
export function recommendText(advice: Advice, top: number): string[] {
  const { scheduler, totalSteps, seeds, ranking, alternatives, cautions } = advice;
  const names = Object.keys(ranking[0]!.varied);
  const rows = ranking
    .slice(0, top)
    .map(({ varied, summary: { cuts, count: changes, finalLoss }, worseIn, tied }, i) => [
      ...names.map((name) => value(varied[name])),
      steps(changes),
      cuts.length > 0 ? steps(cuts[0]!.step) : '–',
      losses(finalLoss),
      i === 0 ? 'first' : tied ? 'tied' : `${Math.round(100 * worseIn)} %`,
    ]);
  const ties = ranking.slice(1).filter((one) => one.tied).length;
  return [
    pc.bold(
      `${scheduler}: ${plural(ranking.length, 'configuration')}, ${count(totalSteps)} iterations, ${plural(seeds, 'seed')} each`,
    ),
    ...cautions.map((text) => pc.yellow(`caution: ${printable(text)}`)),
    '',
    ...table([[...names, 'changes', 'first at', 'final loss', 'worse in'], ...rows]),
    ...(ranking.length > top ? [pc.dim(`and ${count(ranking.length - top)} more (--top)`)] : []),
    '',
    `${count(ties)} of ${count(ranking.length - 1)} others cannot be told from the first: worse by less than 1 %, or in fewer than nine tenths of the seeds`,
    ...alternatives.map(
      ({ name, varied }) => `with ${printable(name)} the first of the ten best is ${words(varied)}`,
    ),
    '',
    pc.yellow(
      'This ranks training losses under a model. Equally good models differ by 10 to 30 % in the final loss, and the',
    ),
    pc.yellow(
      'training loss does not tell the accuracy of the network: take it for what to try first, not for what is best.',
    ),
  ];
}
