import { iterationsOf } from '../../iterations.js';
import type { Segment } from '../../trace.js';

/** The losses of a run in shared memory, and the step of the first. */
export interface SharedLosses {
  readonly losses: Float64Array;
  readonly firstStep: number;
}

/** @throws RangeError as `iterationsOf` */
export function shareLosses(segment: Segment): SharedLosses {
  const { losses, firstStep } = iterationsOf(segment);
  const shared = new Float64Array(new SharedArrayBuffer(losses.byteLength));
  shared.set(losses);
  return { losses: shared, firstStep };
}
