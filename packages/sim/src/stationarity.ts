import { type FastFaceStepsState, fastfaceSteps } from '@fastface/core';
import type { Iterations } from './iterations.js';
import type { RecordedChange } from './recordedChanges.js';

/** A stretch of the record in which the loss is flat. */
export interface StationaryStretch {
  /** Steps of its first and last iteration, in the log's numbering. */
  readonly from: number;
  readonly to: number;
  /** Iterations beyond the patience without a reduction of the rate. */
  readonly unanswered: number;
}

/** The flat stretches of a recorded run, and how long the rate was not lowered in them. */
export interface Stationarity {
  /** Tolerated flat iterations: shorter stretches are not listed. */
  readonly patience: number;
  readonly stretches: readonly StationaryStretch[];
  /** Iterations in the stretches, as a share of the run: 0 to 1. */
  readonly share: number;
  /** Unanswered iterations of all stretches, as a share of the run. */
  readonly unanswered: number;
}

/** Share of the run that a plateau may last before it counts. */
const patienceFraction = 0.05;
const patienceOf = (totalSteps: number): number => Math.floor(patienceFraction * totalSteps);
const leastPatience = 50;
/**
 * Minimum number of records per patience. With fewer, a plateau looks like a record that stands for many iterations.
 */
const leastRecords = 10;
/** A rate below this share of the previous one counts as lowered. */
const lowered = 0.8;
/** Noise sometimes raises the trend. An excursion shorter than this share of the patience does not end a stretch. */
const longestGap = 0.1;

/**
 * The stationary stretches of a recorded run. In such a stretch the trend of `fastfaceSteps` (which needs no
 * settings) stays at or below its threshold for longer than the patience, a twentieth of the run. Gaps of up to a
 * tenth of the patience are ignored. Unanswered iterations are those beyond the patience, counted from the start of the
 * stretch or from the last time the run lowered its rate by a fifth or more. A rule that cuts the rate at plateaus would
 * have continued at a smaller rate there. Whether that would have been better, the losses do not tell: `fastfaceAuto`
 * holds the rate through many a flat stretch, and trains better networks than such a rule.
 *
 * @param changes of the recorded rate; none where the log does not show it
 * @param totalSteps planned iterations of the run; default: the recorded number
 * @returns null for a run that is too short: with a patience below 50 iterations, stretches appear by chance
 * @example
 * const losses = Float64Array.from({ length: 4000 }, (_, i) => Math.max(1, 5 - i / 250) + 0.1 * Math.sin(i * i));
 * const found = stationarity({ losses, firstStep: 0 }, []);
 * found!.share > 0.6; // true: it falls for 1,000 iterations of 4,000
 */
export function stationarity(
  { losses, firstStep }: Iterations,
  changes: readonly RecordedChange[],
  totalSteps: number = losses.length,
): Stationarity | null {
  const patience = patienceOf(totalSteps);
  if (patience < leastPatience) return null;
  const stretches: StationaryStretch[] = [];
  let [inStretches, unanswered] = [0, 0];
  for (const [first, last] of stationaryRuns(losses, patience, totalSteps)) {
    const [from, to] = [firstStep + first, firstStep + last];
    inStretches += to - from + 1;
    const late = unansweredIn(from, to, patience, changes);
    unanswered += late;
    stretches.push({ from, to, unanswered: late });
  }
  return { patience, stretches, share: inStretches / losses.length, unanswered: unanswered / losses.length };
}

/** Why the flat stretches of a run with this number of records cannot be determined; null if they can. */
export function whyUntold(
  { losses }: Iterations,
  records: number,
  totalSteps: number = losses.length,
): string | null {
  const patience = patienceOf(totalSteps);
  if (patience < leastPatience) return 'the run is too short to tell';
  const within = Math.floor((patience * records) / losses.length);
  const few = `a twentieth of the run has ${within} ${within === 1 ? 'record' : 'records'}`;
  return within < leastRecords ? `the log is too coarse to tell: ${few}, ${leastRecords} are needed` : null;
}

/** Iterations between two steps that are more than the patience after the latest reduction of the rate. */
function unansweredIn(
  from: number,
  to: number,
  patience: number,
  changes: readonly RecordedChange[],
): number {
  let [late, start] = [0, from];
  let reference = Infinity;
  for (const { step, from: before, to: rate } of changes) {
    if (step > to) break;
    if (step <= from || reference === Infinity) reference = step <= from ? rate : before;
    if (step <= from || rate > lowered * reference) continue;
    late += Math.max(0, step - start - patience);
    [start, reference] = [step, rate];
  }
  return late + Math.max(0, to + 1 - start - patience);
}

/** First and last index of every sequence of stationary iterations longer than the patience, ignoring short gaps. */
function stationaryRuns(losses: Float64Array, patience: number, totalSteps: number): [number, number][] {
  const scheduler = fastfaceSteps({ learningRate: 1, totalSteps, patience, maxReductions: 0 });
  const runs: [number, number][] = [];
  const chunk = Math.max(1, patience >> 2);
  const rates = new Float64Array(chunk);
  let state = scheduler.init();
  let start: number | null = null;
  const end = (at: number) => {
    if (start === null) return;
    const last = runs.at(-1);
    if (last && start - last[1] <= longestGap * patience) last[1] = at - 1;
    else runs.push([start, at - 1]);
    start = null;
  };
  /** Without reductions, the state counts every stationary iteration of a stretch. */
  const goesOn = (before: FastFaceStepsState, after: FastFaceStepsState, length: number) =>
    after.stationarySteps === before.stationarySteps + length && after.skipped === before.skipped;
  for (let from = 0; from < losses.length; from += chunk) {
    const to = Math.min(from + chunk, losses.length);
    const before = state;
    state = scheduler.run(before, losses.subarray(from, to), rates);
    if (start !== null && goesOn(before, state, to - from)) continue;
    if (start === null && state.stationarySteps === 0) continue;
    // A stretch begins or ends in this chunk: repeat it step by step.
    let one = before;
    for (let i = from; i < to; i++) {
      const next = scheduler.step(one, losses[i]!);
      const isStationary = next.decision === 'skip' ? start !== null : goesOn(one, next, 1);
      if (isStationary) start ??= i;
      else end(i);
      one = next;
    }
  }
  end(losses.length);
  return runs.filter(([from, to]) => to - from >= patience);
}
