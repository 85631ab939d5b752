import { type Comparison, firstDivergence, type Replay } from '@fastface/sim/browser';
import { wantsLog } from '../../packages/sim/src/report/envelope.js';
import type { PageData, PageLane, PageRate, PageTrend } from '../../packages/sim/src/report/pageData.js';
import { dashOf, schedulerColors } from '../../packages/sim/src/report/palette.js';
import { rateSteps } from '../../packages/sim/src/report/rateSteps.js';
import { spanFor } from '../../packages/sim/src/report/smooth.js';
import { trendOf } from '../../packages/sim/src/report/trend.js';

/** A trend's picture, with the line of the definition in it where both are there. */
export interface PlayTrend extends PageTrend {
  readonly name: string;
  readonly overlay: { readonly color: number; readonly trends: readonly (number | null)[] } | null;
}

/** What the pictures show. A scheduler keeps its place and its colour, whatever the others come to. */
export interface PlayData extends Omit<PageData, 'trends'> {
  readonly trends: readonly PlayTrend[];
}

/** What stays the same as long as the run does. */
export type RunFacts = Pick<PageData['loss'], 'log' | 'span'>;

export function runFacts({ segment: { losses } }: Comparison): RunFacts {
  let [low, high] = [Infinity, -Infinity];
  for (const loss of losses) {
    if (!Number.isFinite(loss)) continue;
    if (loss < low) low = loss;
    if (loss > high) high = loss;
  }
  return { log: wantsLog(low, high), span: spanFor(losses.length) };
}

export function playData(comparison: Comparison, facts: RunFacts): PlayData {
  const { segment, iterations, summary, recorded, replays } = comparison;
  const [from, to] = [iterations.firstStep, summary.lastStep];
  const colors = schedulerColors(replays.map(({ scheduler }) => scheduler));
  const lanes = replays.map(
    (replay, i): PageLane => ({
      color: colors[i]!,
      parted: firstDivergence(comparison, replay),
      steps: changeSteps(replay),
    }),
  );
  const naive = replays.findIndex(({ scheduler }) => scheduler === 'ema-haar');
  const both = naive >= 0 && replays.some(({ scheduler }) => scheduler === 'fastface');
  const trends = replays.flatMap((replay, i): PlayTrend[] => {
    if (both && i === naive) return [];
    const trend = trendOf(replay);
    if (!trend) return [];
    const { scheduler } = replay;
    const overlay =
      both && scheduler === 'fastface'
        ? { color: colors[naive]!, trends: alike(trend.steps, replays[naive]!) }
        : null;
    const thresholds = trend.moving ? trend.thresholds : trend.thresholds.slice(0, 1);
    const label = overlay ? `${scheduler} and ema-haar` : scheduler;
    return [{ ...trend, thresholds, label, name: scheduler, lane: lanes[i]!, overlay }];
  });
  const rates = replays.map(
    (replay, i): PageRate => ({
      label: replay.scheduler,
      color: colors[i]!,
      dash: dashOf(i),
      recorded: false,
      ...stairs(replay, from, to),
    }),
  );
  const first = segment.learningRates?.find(Number.isFinite);
  if (first !== undefined) {
    const corners = cornersOf(rateSteps(from, to, first, recorded));
    rates.unshift({ label: 'recorded', color: 0, dash: [], recorded: true, ...corners });
  }
  return { from, to, loss: { ...facts, lanes }, trends, rates };
}

/** The trend of another replay at some steps. */
function alike(steps: readonly number[], { samples }: Replay): (number | null)[] {
  const at = new Map(samples.map(({ step, trend }) => [step, trend]));
  return steps.map((step) => at.get(step) ?? null);
}

/** Steps of the changes; where there are too many to keep, of the samples between which the rate changed. */
function changeSteps({ changes, changeCount, samples }: Replay): number[] {
  if (changeCount === changes.length) return changes.map(({ step }) => step);
  return samples
    .filter(({ learningRate }, i) => i > 0 && learningRate !== samples[i - 1]!.learningRate)
    .map(({ step }) => step);
}

/** From the changes, or, where there are too many to keep, from the samples. */
function stairs(replay: Replay, from: number, to: number): Pick<PageRate, 'steps' | 'rates'> {
  const { changes, changeCount, samples, initialLearningRate } = replay;
  if (changeCount === changes.length) return cornersOf(rateSteps(from, to, initialLearningRate, changes));
  return {
    steps: samples.map(({ step }) => step),
    rates: samples.map(({ learningRate }) => learningRate),
  };
}

function cornersOf(points: readonly { step: number; rate: number }[]): Pick<PageRate, 'steps' | 'rates'> {
  const corners = points.filter(({ step }, i) => i === points.length - 1 || points[i + 1]!.step > step);
  return { steps: corners.map(({ step }) => step), rates: corners.map(({ rate }) => rate) };
}
