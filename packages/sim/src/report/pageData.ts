import type { Comparison } from '../comparison.js';
import { type DrawnScheduler, drawnSchedulers } from './drawnSchedulers.js';
import { wantsLog } from './envelope.js';
import { rateSteps, thinChanges } from './rateSteps.js';
import { spanFor } from './smooth.js';
import { drawnTrends } from './trend.js';

/** Data for the page's script, besides the packed losses. Plain JSON. */
export interface PageData {
  readonly from: number;
  readonly to: number;
  readonly loss: {
    readonly log: boolean;
    readonly span: number;
    readonly lanes: readonly PageLane[];
    /** Stationary stretches of the record, to be shaded. */
    readonly stationary?: readonly (readonly [from: number, to: number])[];
  };
  readonly trends: readonly PageTrend[];
  readonly rates: readonly PageRate[];
}

export interface PageLane {
  readonly color: number;
  readonly steps: readonly number[];
  readonly parted: number | null;
}

export interface PageTrend {
  readonly label: string;
  readonly steps: readonly number[];
  readonly trends: readonly number[];
  /** A single value if the threshold is constant. */
  readonly thresholds: readonly number[];
  readonly stationary: readonly (readonly [from: number, to: number])[];
  readonly domain: readonly [low: number, high: number];
  readonly lane: PageLane;
}

export interface PageRate {
  readonly label: string;
  readonly color: number;
  readonly dash: readonly number[];
  readonly recorded: boolean;
  /** The rate is rates[i] from steps[i] on. */
  readonly steps: readonly number[];
  readonly rates: readonly number[];
}

/** Maximum number of changes per scheduler in the page; of more, only the extremes of every stretch. */
const most = 4000;

/** Six digits distinguish any two pixels. */
const digits = (value: number): number => Number(value.toPrecision(6));

export function pageData(comparison: Comparison): PageData {
  const { segment, iterations, summary, recorded } = comparison;
  const drawn = drawnSchedulers(comparison);
  const [from, to] = [iterations.firstStep, summary.lastStep];
  const rate = (initial: number, changes: Comparison['recorded']) => {
    const stairs = rateSteps(from, to, initial, thinChanges(changes, most));
    const corners = stairs.filter(({ step }, i) => i === stairs.length - 1 || stairs[i + 1]!.step > step);
    return { steps: corners.map(({ step }) => step), rates: corners.map((corner) => digits(corner.rate)) };
  };
  const replayed = drawn.map(({ label, color, dash, replay }) => ({
    ...{ label, color, dash, recorded: false },
    ...rate(replay.initialLearningRate, replay.changes),
  }));
  const first = segment.learningRates?.find(Number.isFinite);
  const real = { label: 'recorded', color: 0, dash: [], recorded: true };
  const finite = segment.losses.filter(Number.isFinite);
  return {
    from,
    to,
    loss: {
      log: wantsLog(
        finite.reduce((a, b) => Math.min(a, b), Infinity),
        finite.reduce((a, b) => Math.max(a, b), -Infinity),
      ),
      span: spanFor(segment.losses.length),
      lanes: drawn.map(laneOf),
      stationary: (comparison.stationarity?.stretches ?? []).map(({ from, to }) => [from, to]),
    },
    trends: drawnTrends(drawn).map(({ label, drawn, trend }) => ({
      label,
      steps: trend.steps,
      trends: trend.trends.map(digits),
      thresholds: trend.moving ? trend.thresholds.map(digits) : trend.thresholds.slice(0, 1),
      stationary: trend.stationary,
      domain: trend.domain,
      lane: laneOf(drawn),
    })),
    rates: first === undefined ? replayed : [{ ...real, ...rate(first, recorded) }, ...replayed],
  };
}

const laneOf = ({ color, parted, replay }: DrawnScheduler): PageLane => ({
  color,
  parted,
  steps: thinChanges(replay.changes, most).map(({ step }) => step),
});
