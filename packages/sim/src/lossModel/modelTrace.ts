import { iterationsOf } from '../iterations.js';
import { type Segment, strideOf } from '../trace.js';

/**
 * Meaning of a record's loss: the mean of the iterations since the previous record, or the loss of its own iteration.
 */
export type RecordKind = 'mean' | 'sampled';

/** A run for the loss model: losses of records and the rates between them, from the end of any warm-up. */
export interface ModelTrace {
  readonly file: string;
  /** Step of each record, in the log's numbering. */
  readonly steps: Float64Array;
  /** Loss of each record, finite. */
  readonly losses: Float64Array;
  /** Mean learning rate of the iterations since the previous record, ≥ 0. */
  readonly rates: Float64Array;
  /** Step of the first iteration: intrinsic time is 0 before its update. */
  readonly firstStep: number;
  readonly kind: RecordKind;
  /** Warm-up iterations left out at the start. */
  readonly warmup: number;
}

/** Iterations that record i stands for. */
export const iterationsOfRecord = ({ steps, firstStep }: ModelTrace, i: number): number =>
  steps[i]! - (i === 0 ? firstStep - 1 : steps[i - 1]!);

/** Iterations of the run without the warm-up. */
export const lengthOf = ({ steps, firstStep }: ModelTrace): number => steps.at(-1)! - firstStep + 1;

/**
 * Prepares a segment for fitting. Records with a non-finite loss are left out, but their iterations count. A record
 * without a rate has the rate of the previous record. If the rate changes by less than a fifth between records, it is
 * assumed to change linearly between them. A larger change is assumed to happen right after the previous record.
 *
 * If the rate rises from the first record to its largest value within the first third, this part is a warm-up and is
 * left out.
 *
 * @param segment a run with its learning rates
 * @param file its name in messages
 * @param kind meaning of a record's loss
 * @throws RangeError if there are no rates, fewer than 8 usable records, steps that are not whole numbers, or losses or rates
 *   below 1e-60 or above 1e60
 * @example
 * const losses = Float64Array.from({ length: 100 }, (_, t) => 1 + 1 / (1 + t));
 * const learningRates = losses.map((_, t) => (t < 5 ? 0.02 * (t + 1) : 0.1));
 * const segment = { steps: losses.map((_, t) => t + 1), losses, learningRates, plannedSteps: null, run: null };
 * const { warmup, firstStep } = modelTrace(segment, 'my run', 'mean');
 * [warmup, firstStep]; // [4, 5]
 */
export function modelTrace(segment: Segment, file: string, kind: RecordKind): ModelTrace {
  const { steps } = segment;
  const recorded = filled(segment);
  const { firstStep } = iterationsOf(segment);
  const start = warmupEnd(recorded);
  const first = start === 0 ? firstStep : steps[start - 1]! + 1;
  const kept: number[] = [];
  const rates: number[] = [];
  let spent = 0;
  let before = first - 1;
  for (let i = start; i < steps.length; i++) {
    spent += (steps[i]! - (i === start ? before : steps[i - 1]!)) * meanRate(recorded, i, start);
    if (!Number.isFinite(segment.losses[i]!)) continue;
    kept.push(i);
    rates.push(spent / (steps[i]! - before));
    before = steps[i]!;
    spent = 0;
  }
  for (const i of kept) checkSize('loss', segment.losses[i]!, steps[i]!);
  for (const [at, i] of kept.entries()) checkSize('learning rate', rates[at]!, steps[i]!);
  if (kept.length < 8)
    throw new RangeError(`only ${kept.length} records have a finite loss after the warm-up; 8 are the least`);
  return {
    file,
    steps: Float64Array.from(kept, (i) => steps[i]!),
    losses: Float64Array.from(kept, (i) => segment.losses[i]!),
    rates: Float64Array.from(rates),
    firstStep: first,
    kind,
    warmup: first - firstStep,
  };
}

/** Rejects values far outside any real training, which would overflow in sums of squares. */
function checkSize(what: string, value: number, step: number): void {
  const size = Math.abs(value);
  if (size === 0 || (size >= 1e-60 && size <= 1e60)) return;
  throw new RangeError(
    `a ${what} of ${value} at step ${step} cannot be fitted (expected 0, or from 1e-60 to 1e60)`,
  );
}

/** The rate of each record, with gaps filled. */
function filled({ learningRates }: Segment): Float64Array {
  const first = learningRates?.find((rate) => rate > 0 && Number.isFinite(rate));
  if (!learningRates || first === undefined)
    throw new RangeError('the log does not say which learning rates it used; name their column with --lr');
  let last = first;
  return learningRates.map((rate) => {
    if (rate < 0) throw new RangeError(`a learning rate is negative: ${rate}`);
    if (Number.isFinite(rate)) last = rate;
    return last;
  });
}

const meanRate = (rates: Float64Array, i: number, start: number): number => {
  const [before, now] = [rates[Math.max(i - 1, start)]!, rates[i]!];
  return Math.abs(now - before) < 0.2 * before ? (now + before) / 2 : now;
};

/** Index of the first record after the warm-up; 0 without one. */
function warmupEnd(rates: Float64Array): number {
  let i = 0;
  while (i + 1 < rates.length && rates[i + 1]! >= rates[i]!) i++;
  const top = rates.indexOf(rates[i]!);
  const most = rates.reduce((a, b) => Math.max(a, b), 0);
  return rates[top]! >= most && top <= rates.length / 3 ? top : 0;
}

/** Most frequent number of iterations per record. */
export const strideOfTrace = (trace: ModelTrace): number => strideOf(trace) ?? 1;

/** Gives runs a common start: if their first steps are within ten records of each other, all start at the earliest. */
export function alignStarts(traces: readonly ModelTrace[]): ModelTrace[] {
  const earliest = Math.min(...traces.map(({ firstStep }) => firstStep));
  return traces.map((trace) =>
    trace.firstStep - earliest <= 10 * strideOfTrace(trace) ? { ...trace, firstStep: earliest } : trace,
  );
}

/** The first records of a run. */
export const firstRecords = (trace: ModelTrace, count: number): ModelTrace => ({
  ...trace,
  steps: trace.steps.slice(0, count),
  losses: trace.losses.slice(0, count),
  rates: trace.rates.slice(0, count),
});
