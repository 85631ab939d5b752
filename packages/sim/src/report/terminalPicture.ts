import pc from 'picocolors';
import type { Comparison } from '../comparison.js';
import { count, short } from '../numbers.js';
import type { Replay } from '../replay.js';
import { sameRates } from './drawnSchedulers.js';
import { envelope, wantsLog } from './envelope.js';
import { rateSteps } from './rateSteps.js';
import { type Stroke, terminalChart } from './terminalChart.js';

/** Loss, trend against threshold, and learning rates, for a terminal of some width. */
export function terminalPicture(comparison: Comparison, columns: number): string[] {
  const { segment, summary, replays } = comparison;
  const [from, to] = [comparison.iterations.firstStep, summary.lastStep];
  const size = { from, to, columns, format: short };
  const losses = envelope(segment.steps, segment.losses, 2 * columns).filter(({ low }) => !Number.isNaN(low));
  const log = wantsLog(
    Math.min(...losses.map(({ low }) => low)),
    Math.max(...losses.map(({ high }) => high)),
  );
  const lines = terminalChart({
    ...size,
    title: log ? 'loss, logarithmic' : 'loss',
    strokes: losses,
    log,
    rows: 7,
  });
  const shown = replays.find(
    ({ samples, options }) => 'threshold' in options && samples.some(({ trend }) => trend !== null),
  );
  if (shown) {
    const title = `trend of ${shown.scheduler} against its threshold ${short(Number(shown.options.threshold))} (dotted)`;
    const strokes = trendStrokes(shown);
    lines.push(
      ...terminalChart({ ...size, title, strokes, level: Number(shown.options.threshold), rows: 5 }),
    );
  }
  for (const { names, replay } of sameRates(replays)) {
    const points = rateSteps(from, to, replay.initialLearningRate, replay.changes);
    lines.push(
      ...terminalChart({
        ...size,
        title: `learning rate of ${names.join(', ')}`,
        strokes: stairs(points),
        log: true,
        rows: 3,
      }),
    );
  }
  const axis = `${' '.repeat(11)}step ${count(from)}`;
  return [...lines, pc.dim(axis + count(to).padStart(columns - axis.length))];
}

/**
 * The trend near its threshold. Values far above are clipped, because the fall at the beginning of a run is often
 * hundreds of times steeper.
 */
function trendStrokes({ samples, options }: Replay): Stroke[] {
  const threshold = Math.abs(Number(options.threshold));
  const trends = samples.flatMap(({ step, trend }) => (trend === null ? [] : [{ step, trend }]));
  const sorted = trends.map(({ trend }) => trend).sort((a, b) => a - b);
  const top = Math.max(sorted[Math.floor(sorted.length / 2)]!, 8 * threshold);
  const bottom = Math.min(sorted[Math.floor(sorted.length / 50)]!, -2 * threshold);
  const clip = (value: number) => Math.min(Math.max(value, bottom), top);
  return trends.map(({ step, trend }) => ({ step, low: clip(trend), high: clip(trend) }));
}

/** Strokes for a staircase: dense along the treads, one for each riser. */
function stairs(points: readonly { step: number; rate: number }[]): Stroke[] {
  const strokes: Stroke[] = [];
  const span = points.at(-1)!.step - points[0]!.step;
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1]!, points[i]!];
    if (a.step === b.step)
      strokes.push({ step: a.step, low: Math.min(a.rate, b.rate), high: Math.max(a.rate, b.rate) });
    const dots = a.step < b.step ? Math.ceil((400 * (b.step - a.step)) / span) : -1;
    for (let k = 0; k <= dots; k++) {
      strokes.push({ step: a.step + ((b.step - a.step) * k) / dots, low: a.rate, high: a.rate });
    }
  }
  return strokes.filter(({ low }) => low > 0);
}
