import pc from 'picocolors';
import type { LossModel } from '../lossModel/lossModel.js';
import type { Spread } from '../lossModel/summary.js';
import { count, plural, short } from '../numbers.js';
import type { ShownSimulation } from '../report/simulationPanels.js';
import { printable } from './failure.js';
import { table } from './table.js';

/** A simulated scheduler, with what is to be said about it. */
export interface SimulatedScheduler extends ShownSimulation {
  readonly options: Readonly<Record<string, unknown>>;
  readonly cautions: readonly string[];
  /** The same with each of the model's other assumptions. */
  readonly alternatives: readonly {
    readonly name: string;
    readonly finalLoss: Spread;
    readonly count: Spread;
  }[];
}

/** `1,234 [1,200, 1,300]`. */
export const steps = ({ low, median, high }: Spread) =>
  `${count(Math.round(median))} [${count(Math.round(low))}, ${count(Math.round(high))}]`;
/** `2.1 [2, 2.2]`. */
export const losses = ({ low, median, high }: Spread) => `${short(median)} [${short(low)}, ${short(high)}]`;

/** Whether the rate changes at about every iteration, so that there are no changes to count. */
const changesAlways = ({ simulation: { totalSteps }, summary: { count: changes } }: ShownSimulation) =>
  changes.low >= 0.99 * totalSteps;

/** One row a scheduler, under a heading. */
export const schedulerRows = (shown: readonly ShownSimulation[]): string[][] => [
  ['scheduler', 'changes', 'first at', 'last at', 'final loss'],
  ...shown.map((one) => {
    const { cuts, finalLoss } = one.summary;
    return [
      one.simulation.scheduler,
      changesAlways(one) ? 'all the time' : steps(one.summary.count),
      cuts.length > 0 ? steps(cuts[0]!.step) : '–',
      cuts.length > 0 ? steps(cuts.at(-1)!.step) : '–',
      losses(finalLoss),
    ];
  }),
];

/** One row a change of the rate, under a heading. */
export const cutRows = ({ summary: { cuts } }: ShownSimulation): string[][] => [
  ['change', 'step', 'rate after it', 'seeds'],
  ...cuts.map(({ step, rate, share }, k) => [
    String(k + 1),
    steps(step),
    short(rate),
    `${Math.round(100 * share)} %`,
  ]),
];

/** What `fastface simulate` prints for a person. */
export function simulateText(
  model: LossModel,
  shown: readonly SimulatedScheduler[],
  cautions: readonly string[],
): string[] {
  const { runs, totalSteps } = shown[0]!.simulation;
  const lines = [
    `${count(totalSteps)} iterations, ${plural(runs.length, 'seed')}: medians, and where eight tenths of the seeds are`,
    ...cautions.map((text) => pc.yellow(`caution: ${printable(text)}`)),
    '',
    ...table(schedulerRows(shown)),
  ];
  for (const one of shown) {
    const { scheduler, recorded, recordedFile, firstStep } = one.simulation;
    const until =
      recorded === totalSteps
        ? 'throughout, as the rates never part,'
        : `up to step ${count(firstStep + recorded - 1)}, where the rates part,`;
    lines.push('', pc.bold(scheduler));
    if (recorded > 0)
      lines.push(pc.dim(`  ${until} the losses are those of ${printable(recordedFile ?? '')}`));
    if (one.summary.cuts.length > 0) lines.push(...table(cutRows(one)).map((line) => `  ${line}`));
    for (const { name, count: changes, finalLoss } of one.alternatives)
      lines.push(
        `  with ${printable(name)}: ${changesAlways(one) ? '' : `${steps(changes)} changes, `}final loss ${losses(finalLoss)}`,
      );
  }
  const spread = model.variants.length === 1 ? 'one variant' : `${model.variants.length} variants`;
  lines.push(
    '',
    pc.dim(
      `The model has ${spread}; final losses of schedules that were never run are good to some ten per cent, cuts to some per cent of the run.`,
    ),
  );
  return lines;
}
