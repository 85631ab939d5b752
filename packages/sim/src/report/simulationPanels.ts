import { extent } from 'd3-array';
import type { LossModel } from '../lossModel/lossModel.js';
import type { Simulation } from '../lossModel/simulate.js';
import type { SimulationSummary } from '../lossModel/summary.js';
import { short } from '../numbers.js';
import { envelope, wantsLog } from './envelope.js';
import { dashOf, schedulerColors } from './palette.js';
import type { Panel } from './panels.js';
import { rateDomain } from './panels.js';
import type { Mark } from './svgMarks.js';

/** A simulated scheduler for the charts. */
export interface ShownSimulation {
  readonly simulation: Simulation;
  readonly summary: SimulationSummary;
}

/** Charts of simulated schedulers: losses with their bands, times of the cuts, and rates. */
export function simulationPanels(
  model: LossModel,
  shown: readonly ShownSimulation[],
  width: number,
): Panel[] {
  const colors = simulationColors(shown);
  const cuts = shown.flatMap((one, i) => (one.summary.cuts.length > 0 ? [cutPanel(one, i, colors[i]!)] : []));
  return [lossPanel(model, shown, colors, width), ...cuts, ratePanel(shown, colors)];
}

/** The colour of each. */
export const simulationColors = (shown: readonly ShownSimulation[]): number[] =>
  schedulerColors(shown.map(({ simulation }) => simulation.scheduler));

/** The run whose record is used at first, or else the first fitted run. */
const recordOf = (
  { traces }: LossModel,
  [{ simulation }]: readonly [ShownSimulation, ...ShownSimulation[]],
) => traces.find(({ file }) => file === simulation.recordedFile) ?? traces[0]!;

const span = ({ simulation: { firstStep, totalSteps } }: ShownSimulation) => ({
  from: firstStep,
  to: firstStep + totalSteps - 1,
});

function lossPanel(
  model: LossModel,
  shown: readonly ShownSimulation[],
  colors: readonly number[],
  width: number,
): Panel {
  const first = shown[0]!;
  const trace = recordOf(model, [first]);
  const { from, to } = span(first);
  const measured = envelope(trace.steps, trace.losses, width, [from, to]).filter(({ step }) => step <= to);
  const marks: Mark[] = [
    { kind: 'band', color: 0, points: measured.map((s) => [s.step, s.low, s.high]) },
    { kind: 'line', color: 0, points: measured.map((s) => [s.step, s.mean]) },
    ...shown.flatMap(({ summary: { levels } }, i): Mark[] => [
      { kind: 'band', color: colors[i]!, points: levels.map(({ step, low, high }) => [step, low, high]) },
      { kind: 'line', color: colors[i]!, points: levels.map(({ step, median }) => [step, median]) },
    ]),
  ];
  const domain = extent([
    ...measured.flatMap(({ low, high }) => [low, high]),
    ...shown.flatMap(({ summary: { levels } }) => levels.flatMap(({ low, high }) => [low, high])),
  ]) as [number, number];
  return {
    key: 'loss',
    title: 'Loss, simulated',
    note: 'Grey: the recorded run. In colour: the simulated level of the loss, its median over the seeds and where eight tenths of them are.',
    chart: {
      label: `Simulated losses of ${shown.length} schedulers beside the recorded one`,
      from,
      to,
      domain,
      log: wantsLog(...domain),
      marks,
      lanes: shown.map(({ simulation: { recorded, firstStep }, summary: { cuts } }, i) => ({
        color: colors[i]!,
        steps: cuts.map(({ step }) => step.median),
        parted: recorded > 0 ? firstStep + recorded : null,
      })),
      height: 260,
    },
  };
}

/** Maximum number of changes with their own row. */
const mostCuts = 40;

function cutPanel(one: ShownSimulation, i: number, color: number): Panel {
  const { scheduler } = one.simulation;
  const cuts = one.summary.cuts.slice(0, mostCuts);
  return {
    key: `cuts${i}`,
    title: `Changes of the rate by ${scheduler}`,
    note: 'One row a change: where eight tenths of the seeds make it, and the median (short bar).',
    chart: {
      label: `${cuts.length} changes of the rate by ${scheduler} with their intervals`,
      ...span(one),
      domain: [cuts.length + 0.5, 0.5],
      log: false,
      marks: cuts.flatMap(({ step }, k): Mark[] => [
        {
          kind: 'recorded',
          color,
          points: [
            [step.low, k + 1],
            [step.high, k + 1],
          ],
        },
        {
          kind: 'steps',
          color,
          points: [
            [step.median, k + 0.65],
            [step.median, k + 1.35],
          ],
        },
      ]),
      lanes: [],
      height: 60 + 16 * cuts.length,
    },
  };
}

function ratePanel(shown: readonly ShownSimulation[], colors: readonly number[]): Panel {
  const marks = shown.map((one, i) => ({
    kind: 'steps' as const,
    color: colors[i]!,
    dash: dashOf(i),
    points: medianRates(one),
  }));
  const [low, high] = extent(marks.flatMap(({ points }) => points.map(([, rate]) => rate)));
  return {
    key: 'rates',
    title: 'Learning rates, simulated',
    note: 'The rate of the median seed.',
    chart: {
      label: `Learning rates of ${shown.length} schedulers, from ${short(high ?? null)} down to ${short(low ?? null)}`,
      ...span(shown[0]!),
      domain: rateDomain(low, high),
      log: true,
      marks,
      lanes: [],
      height: 190,
    },
  };
}

/** The rates of the seed whose final loss is the median. */
function medianRates({ simulation: { runs, firstStep, totalSteps } }: ShownSimulation): [number, number][] {
  const { changes, mostRate } = runs.toSorted((a, b) => a.finalLoss - b.finalLoss)[runs.length >> 1]!;
  const every = Math.ceil(changes.length / 2000);
  const kept = changes.filter((_, i) => i % every === 0);
  const points: [number, number][] = kept.flatMap(({ iteration, from, to }): [number, number][] => [
    [firstStep + iteration, from],
    [firstStep + iteration, to],
  ]);
  // Without a change the largest rate is the only one.
  points.unshift([firstStep, kept[0]?.from ?? mostRate]);
  points.push([firstStep + totalSteps - 1, kept.at(-1)?.to ?? mostRate]);
  return points.filter(([, rate]) => rate > 0);
}
