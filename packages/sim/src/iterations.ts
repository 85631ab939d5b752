import { type Segment, strideOf } from './trace.js';

/** A segment's records spread over the iterations they stand for. */
export interface Iterations {
  /** One loss per iteration; NaN where the record has no finite number. */
  readonly losses: Float64Array;
  /** Step, as the log counts, of iteration 0. */
  readonly firstStep: number;
}

/** More iterations than this are not spread out: 1.6 GB of doubles. */
export const mostIterations = 200_000_000;
/** Nor are more than this where a record stands for more than so many of them: a few lines must not fill the memory. */
const freeIterations = 10_000_000;
const mostPerRecord = 20_000;

/**
 * Spreads records over iterations: the record at step s stands for the iterations after the record before, up to s;
 * the first record for all up to its step, counting from step 1, or from 0 where the log counts from 0 (its steps
 * are k − 1, 2k − 1, … or start at 0).
 *
 * A run whose first step is more than ten strides in was resumed, and its first record stands for one stride only:
 * a made-up flat past would look like a plateau.
 *
 * @throws RangeError if the segment is empty, spans more than 200 million iterations, or more than 10 million with a record for
 *   fewer than each 20,000th
 */
export function iterationsOf(segment: Segment): Iterations {
  const { steps, losses } = segment;
  if (steps.length === 0) throw new RangeError('no records in this segment');
  const firstStep = firstIterationStep(segment);
  const count = steps.at(-1)! - firstStep + 1;
  if (!steps.every(Number.isSafeInteger))
    throw new RangeError('steps that are not whole numbers: name another --step');
  if (!(count <= mostIterations)) {
    throw new RangeError(
      `the steps span ${count} iterations, more than ${mostIterations}: are they sample counts or times?`,
    );
  }
  if (count > Math.max(freeIterations, mostPerRecord * steps.length)) {
    throw new RangeError(
      `${steps.length} records span ${count} iterations: are their steps sample counts or times? name another --step`,
    );
  }
  const spread = new Float64Array(count);
  let from = 0;
  for (let i = 0; i < steps.length; i++) {
    const to = steps[i]! - firstStep + 1;
    spread.fill(losses[i]!, from, to);
    from = to;
  }
  return { losses: spread, firstStep };
}

/** The step of the first iteration that a segment's first record stands for. */
export function firstIterationStep(segment: Pick<Segment, 'steps'>): number {
  const first = segment.steps[0]!;
  const stride = strideOf(segment) ?? 1;
  const countsFromZero = first === 0 || (stride > 1 && (first + 1) % stride === 0);
  const origin = countsFromZero ? 0 : 1;
  return first - origin + 1 > 10 * stride ? first - stride + 1 : Math.min(origin, first);
}
