import { type FastFaceStepsState, fastfaceSteps } from '@fastface/core';
import type { Iterations } from './iterations.js';
import type { RecordedChange } from './recordedChanges.js';

/** A stretch of the record in which the loss stood still. */
export interface StationaryStretch {
  /** Steps, as the log counts, of its first and its last iteration. */
  readonly from: number;
  readonly to: number;
  /** Iterations in it beyond the patience in which nothing was done. */
  readonly overdue: number;
}

/** Where a recorded run stood still, and for how long nothing was done about it. */
export interface Stationarity {
  /** Iterations of standing still that are tolerated: shorter stretches are not listed. */
  readonly patience: number;
  readonly stretches: readonly StationaryStretch[];
  /** Iterations in the stretches, as a share of the run: 0 to 1. */
  readonly share: number;
  /** Overdue iterations of all stretches, as a share of the run. */
  readonly overdue: number;
}

/** Share of the run that a plateau may last before something should be done. */
const patienceFraction = 0.05;
const patienceOf = (totalSteps: number): number => Math.floor(patienceFraction * totalSteps);
const leastPatience = 50;
/** Records in a patience below which nobody can tell a plateau from a record that stands for many iterations. */
const leastRecords = 10;
/** A rate below this share of the one before counts as reduced. */
const lowered = 0.8;
/** Noise lifts the trend now and then: a lift shorter than this share of the patience does not end a stretch. */
const longestGap = 0.1;

/**
 * The stationary stretches of a recorded run: where the trend of `fastfaceSteps`, which needs no settings, stays at or
 * below its threshold for longer than the patience, a twentieth of the run; gaps of up to a tenth of that do not count. Overdue are the iterations of a stretch
 * beyond the patience, counted from its start or from where the run last lowered its rate by a fifth or more: there a
 * scheduler would have gone on with a smaller rate. That bounds what was wasted from above, since nobody knows what
 * the smaller rate would have brought.
 *
 * @param changes of the recorded rate; none where the log does not show it
 * @param totalSteps iterations the run was planned for; default: as many as there are
 * @returns null for a run too short to tell: a patience below 50 iterations, where chance finds stretches
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
  let [inStretches, overdue] = [0, 0];
  for (const [first, last] of stationaryRuns(losses, patience, totalSteps)) {
    const [from, to] = [firstStep + first, firstStep + last];
    inStretches += to - from + 1;
    const late = overdueIn(from, to, patience, changes);
    overdue += late;
    stretches.push({ from, to, overdue: late });
  }
  return { patience, stretches, share: inStretches / losses.length, overdue: overdue / losses.length };
}

/** Why it cannot be told where a run with this number of records stood still; null where it can. */
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

/** Iterations from one step to another, beyond the patience since the rate was last lowered. */
function overdueIn(from: number, to: number, patience: number, changes: readonly RecordedChange[]): number {
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

/** First and last index of every run of stationary iterations longer than the patience, short gaps overlooked. */
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
  /** With no reduction to make, the state counts every stationary iteration of a stretch. */
  const goesOn = (before: FastFaceStepsState, after: FastFaceStepsState, length: number) =>
    after.stationarySteps === before.stationarySteps + length && after.skipped === before.skipped;
  for (let from = 0; from < losses.length; from += chunk) {
    const to = Math.min(from + chunk, losses.length);
    const before = state;
    state = scheduler.run(before, losses.subarray(from, to), rates);
    if (start !== null && goesOn(before, state, to - from)) continue;
    if (start === null && state.stationarySteps === 0) continue;
    // Something begins or ends in here: once more, one by one.
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
