import { type Segment, strideOf } from './trace.js';

/** A segment's records, expanded to the iterations that they stand for. */
export interface Iterations {
  /** One loss per iteration; NaN where the record has no finite number. */
  readonly losses: Float64Array;
  /** Step of iteration 0, in the log's numbering. */
  readonly firstStep: number;
}

/** Maximum number of iterations: 1.6 GB of doubles. */
export const mostIterations = 200_000_000;
/**
 * Maximum for sparse records (more than the given number of iterations each), so that a few lines cannot fill the
 * memory.
 */
const freeIterations = 10_000_000;
const mostPerRecord = 20_000;

/**
 * Expands records to iterations. The record at step s stands for the iterations after the previous record, up to s.
 * The first record stands for all iterations up to its step, from step 1, or from 0 if the log counts from 0 (its
 * steps are k − 1, 2k − 1, … or start at 0).
 *
 * If the first step is more than ten strides after the start, the run was resumed. Its first record then stands for
 * one stride only, because an invented flat past would look like a plateau.
 *
 * @throws RangeError if the segment is empty, or spans more than 200 million iterations, or more than 10 million with
 *   fewer than one record per 20,000
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
