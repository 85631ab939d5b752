import pc from 'picocolors';
import { findings } from '../lossModel/findings.js';
import type { FitErrors } from '../lossModel/fitErrors.js';
import type { ShownRun } from '../lossModel/fitReport.js';
import type { LossModel } from '../lossModel/lossModel.js';
import { count, plural, short } from '../numbers.js';
import { printable } from './failure.js';
import { table } from './table.js';

/** What `fastface fit` found out. */
export interface FitOutcome {
  readonly model: LossModel;
  readonly runs: readonly ShownRun[];
  readonly notes: readonly string[];
}

const percent = (share: number) => `${(100 * share).toPrecision(3)} %`;

/** Errors of every run, the parts that the model was fitted to and those that it was not, under a heading. */
export function errorRows({ runs }: FitOutcome): string[][] {
  const cells = (of: FitErrors) => [
    count(of.records),
    percent(of.mean),
    percent(of.median),
    of.r2.toFixed(4),
  ];
  return [
    ['run', 'records', 'mean error', 'of stretches', 'R²'],
    ...runs.flatMap(({ trace, inSample, heldOut }) => [
      ...(inSample ? [[printable(trace.file), ...cells(inSample)]] : []),
      ...(heldOut ? [[`${printable(trace.file)}, held out`, ...cells(heldOut)]] : []),
    ]),
  ];
}

/** What the runs tell and what they do not, under a heading. */
export const findingRows = (model: LossModel): string[][] => [
  ['what the runs say', 'value', 'variants'],
  ...findings(model).map(({ name, median, low, high, identified, fromPrior }) => [
    name,
    short(median),
    identified
      ? 'agree'
      : `${fromPrior ? 'from the prior, not the runs' : 'not told'}: ${short(low)} to ${short(high)}`,
  ]),
];

/** What `fastface fit` prints for a person. */
export function fitText(outcome: FitOutcome): string[] {
  const { model, notes } = outcome;
  const { variants, alternatives, noise, epochLength, fitted } = model;
  const lines = [
    pc.bold(
      `${lawTitles[variants[0]!.law.law]}, ${plural(variants.length, 'variant')} that fit about equally well`,
    ),
    ...(epochLength === null ? [] : [`epochs of ${count(epochLength)} iterations`]),
    ...notes.map((note) => pc.dim(`note: ${printable(note)}`)),
    '',
    ...table(errorRows(outcome)),
    '',
    ...table(findingRows(model)),
    '',
    `noise of one iteration ${short(noise.scale)}·L^${noise.power.toFixed(2)}; slow deviation ${percent(noise.slow)} of the loss, alike for ${plural(Math.round(noise.slowTime), 'iteration')}`,
  ];
  for (const { name, misfit } of alternatives) {
    const ratio = Math.sqrt(misfit / fitted.misfit);
    const verdict = ratio < 1.1 ? 'the runs do not tell it apart' : 'the runs speak against it';
    lines.push(`with ${name} it misses ${ratio.toFixed(2)} times as much: ${verdict}`);
  }
  return lines;
}

const lawTitles = { spectral: 'Spectral law', tissue: 'Tissue’s law', 'multi-power': 'Multi-Power Law' };
