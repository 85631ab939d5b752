import { checkKnown } from './check.js';
import { type AnnealState, annealNamed } from './compose/anneal.js';
import { type GrowingHaarState, growingHaar } from './growingHaar.js';
import type { Scheduler } from './scheduler.js';

/** Options of {@link fastfaceAuto}. */
export interface FastFaceAutoOptions {
  /** Base rate, > 0. Default 0.02. */
  readonly learningRate?: number;
  /** T: updates of the whole run, an integer ≥ 1. Without it the run ends by itself. */
  readonly totalSteps?: number;
  /** Updates after which a run that ends by itself has ended at the latest, an integer ≥ 1; not together with `totalSteps`. */
  readonly maxSteps?: number;
  /** κ: a fall by fewer noise deviations is not worth holding the rate for, > 0. Default 0.4. */
  readonly noiseMultiple?: number;
  /** z: standard errors by which the loss may fall faster than it is seen to, ≥ 0. Default 2.5. */
  readonly confidence?: number;
  /** Share of `totalSteps` for which the rate is held at least, 0 ≤ earliest < 1. Default 0.1. */
  readonly earliest?: number;
  /** Maximum number of times that the rate is halved because the loss rises, an integer ≥ 0. Default 8. */
  readonly maxBackOffs?: number;
  /** Share of the run that is annealed at least, 0 < lastShare < 1. Default 0.1; where the length is not known, 0.2. */
  readonly lastShare?: number;
  /** Exponent of the way down, > 0. Default 1, a straight line. */
  readonly power?: number;
}

/** State of {@link fastfaceAuto}. */
export type FastFaceAutoState = AnnealState<GrowingHaarState>;

/**
 * The default: holds the base rate while the loss falls, then goes straight to zero. Nothing to tune.
 *
 *     fastfaceAuto = anneal(growingHaar)
 *
 * {@link growingHaar} says when holding is no longer worth it: when even the upper end of what the losses allow, going on to
 * the end, would lower the loss by less than κ noise deviations. {@link anneal} then takes the rate straight to zero at
 * `totalSteps`, and begins with that at the latest when a tenth of the run is left. Without `totalSteps` the way down takes a
 * quarter of the updates before it, and then the decision is `finish`; with `maxSteps` that comes there at the latest.
 *
 * A rate that is high for the task lets the loss stand early, and an early straight line is right; with a low one the loss falls
 * all the time, and the rate is held almost to the end. No fixed schedule does both. A rate that is too high makes the loss rise:
 * it is halved (decision `back-off`), and held on.
 *
 * L → k·L + c changes no decision. A NaN loss is skipped. O(1) memory, and O(1) time an iteration on average.
 *
 * @param options see {@link FastFaceAutoOptions}; nothing is needed but the base rate
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
