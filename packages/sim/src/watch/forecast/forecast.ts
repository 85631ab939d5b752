import { lengthOf, type ModelTrace, modelTrace } from '../../lossModel/modelTrace.js';
import type { Segment } from '../../trace.js';
import { meanOfLast, type Outlook, outlookOf } from './outlook.js';

/** The loss at the end of a run: the mean of its last hundredth. */
export interface Forecast {
  /** Step of the last iteration. */
  readonly at: number;
  /** Mean of the latest twentieth of the records; null without a forecast. */
  readonly now: number | null;
  /** If the rate stays as it is; null if the losses do not determine it. */
  readonly stays: Outlook | null;
  /** If the rate goes straight to zero from here. */
  readonly toZero: Outlook | null;
  /** Why one forecast or both are missing; null where both are given. */
  readonly reason: string | null;
}

export interface ForecastEvent extends Forecast {
  readonly event: 'forecast';
  /** Step of the latest record it knows of. */
  readonly step: number;
}

/** Minimum number of records for a forecast. */
const leastRecords = 50;
/** Minimum share of the run, */
const leastShare = 0.1;
/** and the share of the run so far in which the rate must neither have jumped nor risen. */
const settledShare = 0.1;
const jump = 0.1;
const rise = 0.01;
/** What a lower rate does is told from this share of the run on: before, two runs with epochs were missed by far. */
const leastShareToZero = 0.4;
/** It shows in this share of the records at less than `lowered` of the largest rate. */
const loweredShare = 0.1;
const lowered = 0.8;

/**
 * The loss at the end of a run, with intervals that are to hold four of five runs: see {@link outlookOf}. Pure.
 *
 * Nothing is said of runs of fewer than 50 records or a tenth of their length, within a tenth of the run after a jump of the rate or a
 * warm-up, where losses are not positive, or where the log does not tell the rate. What happens at rate zero is told only where the rate
 * was below 0.8 of the largest one for a tenth of the records, as before no loss shows what a lower rate does, and from two fifths of
 * the run on.
 *
 * @param segment records so far, with their rates
 * @param lastStep step of the last iteration of the run
 */
export function forecast(segment: Segment, lastStep: number): Forecast {
  const past = usable(segment, lastStep);
  if (typeof past === 'string') return { at: lastStep, now: null, stays: null, toZero: null, reason: past };
  const [step, rate] = [past.steps.at(-1)!, past.rates.at(-1)!];
  const outlook = outlookOf(past, lastStep);
  const blind = blindness(past, lastStep);
  return {
    at: lastStep,
    now: meanOfLast(past.losses, 1 / 20),
    stays: outlook(() => rate),
    toZero: blind === null ? outlook((at) => (rate * (lastStep - at)) / (lastStep - step)) : null,
    reason: blind,
  };
}

/** The run as it can be fitted, or why nothing can be said of it. */
function usable(segment: Segment, lastStep: number): ModelTrace | string {
  if (!segment.learningRates?.some((rate) => rate > 0)) return 'the log tells no learning rates';
  let past: ModelTrace;
  try {
    past = modelTrace(segment, 'the run', 'mean');
  } catch (error) {
    if (error instanceof RangeError) return error.message;
    throw error;
  }
  if (past.steps.at(-1)! >= lastStep) return 'the run is at its end';
  if (past.steps.length < leastRecords)
    return `${past.steps.length} records since the warm-up; ${leastRecords} are the least`;
  if (lengthOf(past) < leastShare * (lastStep - past.firstStep + 1)) return 'too early in the run';
  if (!(past.rates.at(-1)! > 0)) return 'the rate is 0';
  if (past.losses.some((loss) => loss <= 0)) return 'losses at or below 0';
  return isSettled(past) ? past : 'the rate has jumped or risen a short while ago';
}

function isSettled({ steps, rates, firstStep }: ModelTrace): boolean {
  const last = steps.at(-1)!;
  const since = last - settledShare * (last - firstStep + 1);
  let lowest = Number.POSITIVE_INFINITY;
  return rates.every((rate, i) => {
    if (steps[i]! < since) return true;
    lowest = Math.min(lowest, rate);
    return rate <= (1 + rise) * lowest && (i === 0 || rate > (1 - jump) * rates[i - 1]!);
  });
}

/** Why nothing is said of a rate that goes to zero; null where it is. */
function blindness(past: ModelTrace, lastStep: number): string | null {
  const { rates, firstStep } = past;
  const most = rates.reduce((a, b) => Math.max(a, b), 0);
  const below = rates.filter((rate) => rate < lowered * most).length;
  if (below < loweredShare * rates.length)
    return 'the rate was not lowered yet, so that no loss shows what that does';
  return lengthOf(past) < leastShareToZero * (lastStep - firstStep + 1)
    ? 'what a lower rate does at the end is told from two fifths of the run on'
    : null;
}
