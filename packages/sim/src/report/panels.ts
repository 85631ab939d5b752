import { extent } from 'd3-array';
import type { Comparison } from '../comparison.js';
import { short } from '../numbers.js';
import { type DrawnScheduler, drawnSchedulers } from './drawnSchedulers.js';
import { envelope, wantsLog } from './envelope.js';
import { rateSteps, thinChanges } from './rateSteps.js';
import { smooth, spanFor } from './smooth.js';
import type { SvgChart } from './svgChart.js';
import type { Lane, LineMark, Mark } from './svgMarks.js';
import { type DrawnTrend, drawnTrends } from './trend.js';

/** A chart with its heading; `key` names its data for the script of the page. */
export interface Panel {
  readonly key: string;
  readonly title: string;
  readonly note: string;
  readonly chart: SvgChart;
}

/** The pictures of a comparison for a width in pixels: loss, each trend against its threshold, learning rates. */
export function panels(comparison: Comparison, width: number): Panel[] {
  const drawn = drawnSchedulers(comparison);
  const trends = drawnTrends(drawn).map((trend, i) => trendPanel(comparison, trend, i));
  return [lossPanel(comparison, drawn, width), ...trends, ratePanel(comparison, drawn, width)];
}

const lane = ({ color, parted, replay }: DrawnScheduler): Lane => ({
  color,
  parted,
  steps: replay.changes.map(({ step }) => step),
});

const partings = (drawn: readonly DrawnScheduler[]): Mark[] =>
  drawn.flatMap(({ color, parted }) => (parted === null ? [] : [{ kind: 'parted', color, step: parted }]));

function lossPanel(comparison: Comparison, drawn: DrawnScheduler[], width: number): Panel {
  const { segment, summary, iterations } = comparison;
  const stretches = envelope(segment.steps, segment.losses, width);
  const span = spanFor(segment.losses.length);
  const smoothed = smooth(segment.losses, span);
  const [low, high] = extent(stretches.flatMap((stretch) => [stretch.low, stretch.high])) as [number, number];
  const still = comparison.stationarity?.stretches ?? [];
  const marks: Mark[] = [
    ...still.map(({ from, to }): Mark => ({ kind: 'shade', from, to })),
    { kind: 'band', color: 0, points: stretches.map((s) => [s.step, s.low, s.high]) },
    {
      kind: 'line',
      color: 0,
      points: stretches.map((s) => [s.step, Number.isFinite(s.low) ? smoothed[s.last]! : NaN]),
    },
    ...partings(drawn),
  ];
  return {
    key: 'loss',
    title: 'Loss',
    note: `Recorded loss: its range in each pixel (pale) ${span > 1 ? `and its moving average over about ${span} records (line)` : 'and each record (line)'}.${still.length > 0 ? ' Shaded: where the run stood still.' : ''}`,
    chart: {
      label: `Recorded training loss from ${short(stretches[0]?.mean ?? null)} to ${short(stretches.at(-1)?.mean ?? null)}`,
      from: iterations.firstStep,
      to: summary.lastStep,
      domain: low === undefined ? [0, 1] : [low, high],
      log: wantsLog(low, high),
      marks,
      lanes: drawn.map(lane),
      height: 250,
    },
  };
}

function trendPanel(
  { summary, iterations }: Comparison,
  { label, drawn, trend }: DrawnTrend,
  i: number,
): Panel {
  const { steps, trends, thresholds, moving, stationary, domain } = trend;
  const { color } = drawn;
  const points = (values: readonly number[]) => steps.map((step, k) => [step, values[k]!] as const);
  const ends = [iterations.firstStep, summary.lastStep] as const;
  const level = moving ? points(thresholds) : ends.map((step) => [step, thresholds[0]!] as const);
  const marks: Mark[] = [
    ...stationary.map(([from, to]): Mark => ({ kind: 'shade', from, to })),
    { kind: 'line', color, points: points(trends) },
    { kind: 'level', color, dash: [5, 4], points: level },
    ...partings([drawn]),
  ];
  const against = moving ? 'its moving threshold' : `the threshold ${short(thresholds[0]!)}`;
  return {
    key: `trend${i}`,
    title: `Trend of ${label}`,
    note: `Smoothed decrease of the loss against ${against} (dashed); stretches below it shaded. Values far above are cut off.`,
    chart: {
      label: `Trend of ${label} against ${against}`,
      from: ends[0],
      to: ends[1],
      domain,
      log: false,
      marks,
      lanes: [lane(drawn)],
      height: 180,
    },
  };
}

function ratePanel(comparison: Comparison, drawn: DrawnScheduler[], width: number): Panel {
  const [from, to] = [comparison.iterations.firstStep, comparison.summary.lastStep];
  const stairs = (initial: number, changes: Comparison['recorded']) =>
    rateSteps(from, to, initial, thinChanges(changes, 4 * width)).map(
      ({ step, rate }) => [step, rate] as const,
    );
  const marks: LineMark[] = drawn.map(({ color, dash, replay }) => ({
    kind: 'steps',
    color,
    dash,
    points: stairs(replay.initialLearningRate, replay.changes),
  }));
  const first = comparison.segment.learningRates?.find(Number.isFinite);
  if (first !== undefined)
    marks.unshift({ kind: 'recorded', color: 0, points: stairs(first, comparison.recorded) });
  const positive = marks.map((mark) => ({ ...mark, points: mark.points.filter(([, rate]) => rate > 0) }));
  const [low, high] = extent(positive.flatMap(({ points }) => points.map(([, rate]) => rate)));
  return {
    key: 'rates',
    title: 'Learning rates',
    note: `${first === undefined ? 'The log does not say which rates the run used. ' : 'Broad grey line: the rates that the run really used. '}Thin lines: the rates of the schedulers in the replay.`,
    chart: {
      label: 'Learning rates of the record and of the schedulers',
      from,
      to,
      domain: rateDomain(low, high),
      log: true,
      marks: [...positive, ...partings(drawn)],
      lanes: [],
      height: 210,
    },
  };
}

/** At most six decades: a schedule that ends near 0 would leave no room for the others. */
export const rateDomain = (low: number | undefined, high: number | undefined): [number, number] =>
  low === undefined || high === undefined ? [1e-3, 1] : [Math.max(low, high / 1e6) / 1.2, high * 1.2];
