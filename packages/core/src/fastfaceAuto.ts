import { checkKnown } from './check.js';
import { type AnnealState, annealNamed } from './compose/anneal.js';
import { type GrowingHaarState, growingHaar } from './growingHaar.js';
import type { Scheduler } from './scheduler.js';

/** Options of {@link fastfaceAuto}. */
export interface FastFaceAutoOptions {
  /** Base rate, > 0. Default 0.02. */
  readonly learningRate?: number;
  /** T: updates of the whole run, an integer ≥ 1. Without it the scheduler decides when the run ends. */
  readonly totalSteps?: number;
  /** Maximum number of updates of a run without `totalSteps`, an integer ≥ 1. Excludes `totalSteps`. */
  readonly maxSteps?: number;
  /** κ: smallest fall worth holding the rate for, in noise deviations, > 0. Default 0.4. */
  readonly noiseMultiple?: number;
  /** z: standard errors added to the measured fall, in favour of holding, ≥ 0. Default 2.5. */
  readonly confidence?: number;
  /** Minimum share of `totalSteps` for which the rate is held, 0 ≤ earliest < 1. Default 0.1. */
  readonly earliest?: number;
  /** Maximum number of times that the rate is halved because the loss rises, an integer ≥ 0. Default 8. */
  readonly maxBackOffs?: number;
  /** Minimum share of the run that is annealed, 0 < lastShare < 1. Default 0.1; 0.2 if the length is unknown. */
  readonly lastShare?: number;
  /** Exponent of the descent, > 0. Default 1, a straight line. */
  readonly power?: number;
}

/** State of {@link fastfaceAuto}. */
export type FastFaceAutoState = AnnealState<GrowingHaarState>;

/**
 * The default scheduler: holds the base rate while the loss falls, then lowers it linearly to zero. Nothing to tune.
 *
 *     fastfaceAuto = anneal(growingHaar)
 *
 * {@link growingHaar} finds the plateau: even the upper bound of the current fall, continued to the end of the run,
 * would lower the loss by less than κ noise deviations. {@link anneal} then lowers the rate linearly to zero at
 * `totalSteps`. It starts at the latest when a tenth of the run is left. Without `totalSteps` the descent takes a
 * quarter of the updates before it, and the decision is then `finish`, at the latest after `maxSteps`.
 *
 * If the rate is high for the task, the loss stops falling early, and an early descent is right. If it is low, the
 * loss keeps falling, and the rate is held almost to the end. No fixed schedule does both. If the rate is so high
 * that the loss rises, it is halved (decision `back-off`) and then held.
 *
 * L → k·L + c changes no decision. A NaN loss is skipped. O(1) memory, and O(1) time per iteration on average.
 *
 * @param options see {@link FastFaceAutoOptions}; only the base rate is needed
 * @throws RangeError naming the option, its value and its range
 * @example
 * const scheduler = fastfaceAuto({ learningRate: 0.1, totalSteps: 1000 });
 * let state = scheduler.init();
 * for (let t = 0; t < 950; t++) state = scheduler.step(state, 1 / (1 + t));
 * state.learningRate; // about 0.05: held to update 900, half-way down at update 950
 */
export function fastfaceAuto(options: FastFaceAutoOptions = {}): Required<Scheduler<FastFaceAutoState>> {
  checkKnown('fastfaceAuto', options, known);
  const { maxSteps, lastShare, power, ...detecting } = options;
  const detector = growingHaar({ ...detecting, maxReductions: 1 });
  return annealNamed('fastface-auto', detector, {
    totalSteps: options.totalSteps,
    maxSteps,
    lastShare,
    power,
  });
}

const known = [
  'learningRate',
  'totalSteps',
  'maxSteps',
  'noiseMultiple',
  'confidence',
  'earliest',
  'maxBackOffs',
  'lastShare',
  'power',
];
