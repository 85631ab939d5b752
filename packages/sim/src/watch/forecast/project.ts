import type { LossModel } from '../../lossModel/lossModel.js';
import type { ModelTrace } from '../../lossModel/modelTrace.js';
import { predictLaw } from '../../lossModel/predict.js';

/** Records that the time to come is divided into. */
const parts = 200;
/** The end of a run is its last hundredth. */
const endShare = 100;

/** A run as it is expected to go on. */
export interface Projection {
  /** Mean loss over the end. */
  readonly loss: number;
  /** Standard deviation of the model's variants about it. */
  readonly spread: number;
  /** Relative standard deviation that the noise of single losses leaves in the mean of the end and in that of the latest records. */
  readonly noise: number;
}

/**
 * The loss at the end of a run that goes on with other rates: what the model expects, times how far the latest twentieth of the
 * records lies above or below what it expects of them.
 *
 * @param model fitted to `past`
 * @param past the records so far
 * @param rateAt rate at a step to come
 * @param lastStep step of the last iteration
 */
export function project(
  model: LossModel,
  past: ModelTrace,
  rateAt: (step: number) => number,
  lastStep: number,
): Projection {
  const whole = extended(past, rateAt, lastStep);
  const { length } = past.steps;
  const endFrom = lastStep - (lastStep - past.firstStep + 1) / endShare;
  const near = Math.max(4, Math.ceil(length / 20));
  const ends = model.variants.map(({ law, weight }) => {
    const expected = predictLaw(law, whole, model);
    const [sum, count] = expected.reduce(
      ([total, records], loss, i) =>
        i >= length && whole.steps[i]! > endFrom ? [total + loss, records + 1] : [total, records],
      [0, 0],
    );
    let [said, was] = [0, 0];
    for (let i = Math.max(0, length - near); i < length; i++) {
      said += expected[i]!;
      was += past.losses[i]!;
    }
    return { weight, loss: (sum / count) * (was / said) };
  });
  const loss = ends.reduce((sum, one) => sum + one.weight * one.loss, 0);
  const spread = Math.sqrt(ends.reduce((sum, one) => sum + one.weight * (one.loss - loss) ** 2, 0));
  // Iterations that the two means are over.
  const [latest, end] = [
    past.steps.at(-1)! - past.steps[Math.max(0, length - near)]! + 1,
    lastStep - endFrom,
  ];
  const { scale, power } = model.noise;
  return { loss, spread, noise: scale * loss ** (power - 1) * Math.sqrt(1 / latest + 1 / end) };
}

/** A run with records to come, whose losses are not known. */
function extended(past: ModelTrace, rateAt: (step: number) => number, lastStep: number): ModelTrace {
  const from = past.steps.at(-1)!;
  const count = Math.min(parts, lastStep - from);
  const steps = Float64Array.from({ length: count }, (_, i) =>
    Math.round(from + ((i + 1) * (lastStep - from)) / count),
  );
  const middle = (i: number) => (steps[i]! + 1 + (i === 0 ? from : steps[i - 1]!)) / 2;
  return {
    ...past,
    steps: Float64Array.from([...past.steps, ...steps]),
    losses: Float64Array.from([...past.losses, ...steps.map(() => Number.NaN)]),
    rates: Float64Array.from([...past.rates, ...steps.map((_, i) => rateAt(middle(i)))]),
  };
}
