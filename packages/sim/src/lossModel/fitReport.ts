import { type FitErrors, fitErrors } from './fitErrors.js';
import type { LossModel } from './lossModel.js';
import type { ModelTrace } from './modelTrace.js';
import { predict, predictLaw } from './predict.js';

/** A run with what a model says of it. */
export interface ShownRun {
  readonly trace: ModelTrace;
  readonly expected: Float64Array;
  /** Least and largest of the variants at each record. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Records that the model was fitted to; 0 for a run that it never saw. */
  readonly fitted: number;
  readonly inSample: FitErrors | null;
  readonly heldOut: FitErrors | null;
}

/** What a model says of a run, of which it was fitted to the first records. */
export function shownRun(model: LossModel, trace: ModelTrace, fitted: number): ShownRun {
  const expected = predict(model, trace);
  const low = expected.slice();
  const high = expected.slice();
  for (const { law } of model.variants) {
    predictLaw(law, trace, model).forEach((loss, i) => {
      if (loss < low[i]!) low[i] = loss;
      if (loss > high[i]!) high[i] = loss;
    });
  }
  const { length } = trace.losses;
  return {
    trace,
    expected,
    low,
    high,
    fitted,
    inSample: fitted > 0 ? fitErrors(trace.losses, expected, 0, fitted) : null,
    heldOut: fitted < length ? fitErrors(trace.losses, expected, fitted, length) : null,
  };
}
