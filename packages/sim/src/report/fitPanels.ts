import { extent } from 'd3-array';
import type { ShownRun } from '../lossModel/fitReport.js';
import { averaged } from '../lossModel/fitRows.js';
import { short } from '../numbers.js';
import { envelope, wantsLog } from './envelope.js';
import type { Panel } from './panels.js';
import type { Mark } from './svgMarks.js';

/** Charts of a model's prediction of one run: measured and predicted loss, residuals, learning rates. */
export function fitPanels(run: ShownRun, width: number): Panel[] {
  return [lossPanel(run, width), residualPanel(run), ratePanel(run)];
}

/** The held-out part, shaded. */
function heldOut({ trace, fitted }: ShownRun): Mark[] {
  if (fitted >= trace.steps.length) return [];
  const from = fitted === 0 ? trace.firstStep : trace.steps[fitted - 1]!;
  return [{ kind: 'shade', from, to: trace.steps.at(-1)! }];
}

const span = ({ trace }: ShownRun) => ({ from: trace.firstStep, to: trace.steps.at(-1)! });

function lossPanel(run: ShownRun, width: number): Panel {
  const { trace, expected, low, high } = run;
  const measured = envelope(trace.steps, trace.losses, width);
  const [said, least, most] = [expected, low, high].map((values) => envelope(trace.steps, values, width));
  const domain = extent([...measured, ...said!].flatMap((s) => [s.low, s.high])) as [number, number];
  const marks: Mark[] = [
    ...heldOut(run),
    { kind: 'band', color: 0, points: measured.map((s) => [s.step, s.low, s.high]) },
    { kind: 'line', color: 0, points: measured.map((s) => [s.step, s.mean]) },
    { kind: 'band', color: 1, points: least!.map((s, i) => [s.step, s.mean, most![i]!.mean]) },
    { kind: 'line', color: 1, points: said!.map((s) => [s.step, s.mean]) },
  ];
  return {
    key: 'loss',
    title: 'Loss, measured and predicted',
    note: 'Measured loss: its range in each pixel (pale) and its mean (grey line). Blue: what the model expects, with the range of its variants. Shaded: not seen by the fit.',
    chart: {
      label: `Measured loss from ${short(trace.losses[0]!)} to ${short(trace.losses.at(-1)!)}, and what the model expects`,
      ...span(run),
      domain,
      log: wantsLog(...domain),
      marks,
      lanes: [],
      height: 260,
    },
  };
}

function residualPanel(run: ShownRun): Panel {
  const { trace, expected } = run;
  const size = Math.ceil(trace.steps.length / 300);
  const measured = averaged(trace.losses, size);
  const left = averaged(expected, size).map((loss, i) => 100 * (measured[i]! / loss - 1));
  const steps = averaged(trace.steps, size);
  const [low = -1, high = 1] = extent(left);
  const { from, to } = span(run);
  return {
    key: 'residuals',
    title: 'What is left, %',
    note: `Measured loss above the expected, in %, means of ${size === 1 ? 'single records' : `${size} records`}.`,
    chart: {
      label: `Measured loss relative to the expected, from ${short(low)} to ${short(high)} %`,
      from,
      to,
      domain: [Math.min(low, 0), Math.max(high, 0)],
      log: false,
      marks: [
        ...heldOut(run),
        {
          kind: 'level',
          color: 0,
          dash: [5, 4],
          points: [
            [from, 0],
            [to, 0],
          ],
        },
        { kind: 'line', color: 1, points: [...steps].map((step, i) => [step, left[i]!]) },
      ],
      lanes: [],
      height: 170,
    },
  };
}

function ratePanel(run: ShownRun): Panel {
  const { trace } = run;
  const points = [...trace.steps].flatMap((step, i): [number, number][] => {
    const rate = trace.rates[i]!;
    return rate > 0 && (i === 0 || rate !== trace.rates[i - 1] || rate !== trace.rates[i + 1])
      ? [[step, rate]]
      : [];
  });
  const [low = 1e-3, high = 1] = extent(points, ([, rate]) => rate);
  return {
    key: 'rates',
    title: 'Learning rate',
    note: 'As the log says.',
    chart: {
      label: `Learning rate of the run, ${short(high)} to ${short(low)}`,
      ...span(run),
      domain: [Math.max(low, high / 1e6) / 1.2, high * 1.2],
      log: true,
      marks: [...heldOut(run), { kind: 'recorded', color: 0, points }],
      lanes: [],
      height: 140,
    },
  };
}
