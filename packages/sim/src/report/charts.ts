import { extent, quantile } from 'd3-array';
import type { Comparison } from '../comparison.js';
import type { Replay } from '../replay.js';
import { envelope, wantsLog } from './envelope.js';
import { rateSteps } from './rateSteps.js';
import { type Mark, svgChart } from './svgChart.js';

/** The recorded loss: its range and mean in each of 800 stretches, with every change of each scheduler. */
export function lossChart({ segment, summary, iterations, replays }: Comparison): string {
  const stretches = envelope(segment.steps, segment.losses, 800);
  const [low, high] = extent(stretches.flatMap((stretch) => [stretch.low, stretch.high])) as [number, number];
  const marks: Mark[] = [
    { kind: 'band', color: 0, points: stretches.map((s) => [s.step, s.low, s.high]) },
    { kind: 'line', color: 0, points: stretches.map((s) => [s.step, s.mean]) },
  ];
  replays.forEach(({ changes }, i) => {
    if (changes.length <= 60)
      for (const { step } of changes) marks.push({ kind: 'event', color: i + 1, step });
  });
  const label = `Training loss from ${stretches[0]?.mean} to ${stretches.at(-1)?.mean}`;
  const domain: [number, number] = [low, high];
  return svgChart({
    label,
    unit: 'step',
    from: iterations.firstStep,
    to: summary.lastStep,
    domain,
    log: wantsLog(low, high),
    marks,
    height: 260,
  });
}

/** A scheduler's trend against its threshold, the stationary stretches shaded. Null where it has none. */
export function trendChart(
  { summary, iterations }: Comparison,
  replay: Replay,
  color: number,
): string | null {
  const threshold = replay.options.threshold;
  const points = replay.samples.flatMap(({ step, trend }) =>
    trend === null ? [] : [[step, trend] as const],
  );
  if (typeof threshold !== 'number' || points.length === 0) return null;
  const trends = points.map(([, trend]) => trend);
  // Near the threshold, where it matters: the fall at the beginning of a run is often hundreds of times steeper.
  const top = Math.max(quantile(trends, 0.5)!, 8 * Math.abs(threshold));
  const bottom = Math.min(quantile(trends, 0.02)!, -2 * Math.abs(threshold));
  const marks: Mark[] = [
    ...stationary(points, threshold),
    { kind: 'level', color, value: threshold },
    { kind: 'line', color, points },
  ];
  for (const { step } of replay.changes.slice(0, 60)) marks.push({ kind: 'event', color, step });
  const label = `Trend of ${replay.scheduler} against its threshold ${threshold}`;
  const domain: [number, number] = [bottom, top];
  return svgChart({
    label,
    unit: 'step',
    from: iterations.firstStep,
    to: summary.lastStep,
    domain,
    marks,
    height: 190,
  });
}

function stationary(points: readonly (readonly [number, number])[], threshold: number): Mark[] {
  const shades: Mark[] = [];
  let start: number | null = null;
  points.forEach(([step, trend], i) => {
    if (trend < threshold && start === null) start = step;
    const over = start !== null && (trend >= threshold || i === points.length - 1);
    if (!over) return;
    shades.push({ kind: 'shade', from: start!, to: step });
    start = null;
  });
  return shades;
}

/** The learning rates of the record and of every scheduler, on a logarithmic scale. */
export function rateChart({ summary, iterations, segment, recorded, replays }: Comparison): string {
  const [from, to] = [iterations.firstStep, summary.lastStep];
  const marks: Mark[] = replays.map((replay, i) => ({
    kind: 'steps',
    color: i + 1,
    dashed: i % 2 === 1,
    points: rateSteps(from, to, replay.initialLearningRate, replay.changes).map(({ step, rate }) => [
      step,
      rate,
    ]),
  }));
  const first = segment.learningRates?.find(Number.isFinite);
  if (first !== undefined) {
    const points = rateSteps(from, to, first, recorded).map(({ step, rate }) => [step, rate] as const);
    marks.unshift({ kind: 'steps', color: 0, points });
  }
  const rates = marks
    .flatMap((mark) => (mark.kind === 'steps' ? mark.points.map(([, rate]) => rate) : []))
    .filter((rate) => rate > 0);
  const [low, high] = extent(rates) as [number, number];
  const positive = marks.map((mark) =>
    mark.kind === 'steps' ? { ...mark, points: mark.points.filter(([, rate]) => rate > 0) } : mark,
  );
  const domain: [number, number] = [low / 1.2, high * 1.2];
  return svgChart({
    label: 'Learning rates',
    unit: 'step',
    from,
    to,
    domain,
    log: true,
    marks: positive,
    height: 210,
  });
}
