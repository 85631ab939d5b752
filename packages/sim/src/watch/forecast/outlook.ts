import { bisectLeft } from 'd3-array';
import { findEpochLength } from '../../lossModel/findEpochLength.js';
import { fitLossModel } from '../../lossModel/fitLossModel.js';
import { firstRecords, lengthOf, type ModelTrace } from '../../lossModel/modelTrace.js';
import { project } from './project.js';

/** A loss that is expected, and between what it is in four of five runs. */
export interface Outlook {
  readonly loss: number;
  readonly low: number;
  readonly high: number;
}

/** The forecast is tried on the run itself, as if it were these shares of what is there. */
const trials = [0.5, 0.7];
/** Standard normal quantile of 0.9: four fifths lie between −z and z. */
const z = 1.2816;
/** Share of that width: full intervals held nine of ten runs of small networks. */
export const width = 0.8;

/**
 * What a loss model fitted to a run says of its end, by the rates to come. The logarithm of the loss has the standard deviation
 *
 *     σ² = variants² + noise² + (trial·ln(T/t))²          the interval: loss·e^(±width·1.28·σ)
 *
 * from how far apart the model's variants are; from the noise of the end and of the latest records; and from `trial`: how far off the
 * same forecast would have been at half of what is there and at seven tenths, per unit of ln(end/begin), root mean square. A run that
 * it does not suit gets a wide interval.
 *
 * @param past the records so far, losses > 0
 * @param lastStep step of the last iteration
 */
export function outlookOf(past: ModelTrace, lastStep: number): (rateAt: (step: number) => number) => Outlook {
  const epochLength = findEpochLength(past);
  const model = fitLossModel([past], { epochLength });
  const logError = trialError(past, epochLength) * Math.log((lastStep - past.firstStep + 1) / lengthOf(past));
  return (rateAt) => {
    const { loss, spread, noise } = project(model, past, rateAt, lastStep);
    const reach = width * z * Math.hypot(spread / loss, noise, logError);
    return { loss, low: loss * Math.exp(-reach), high: loss * Math.exp(reach) };
  };
}

function trialError(past: ModelTrace, epochLength: number | null): number {
  const last = past.steps.at(-1)!;
  const was = meanOfLast(past.losses, 1 / 50);
  const squares = trials.map((share) => {
    const to = past.firstStep - 1 + share * lengthOf(past);
    const part = firstRecords(past, past.steps.filter((step) => step <= to).length);
    const said = project(fitLossModel([part], { epochLength }), part, (at) => rateAt(past, at), last);
    return (Math.log(was / said.loss) / Math.log(1 / share)) ** 2;
  });
  return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / trials.length);
}

/** The recorded rate at a step. */
export const rateAt = ({ steps, rates }: ModelTrace, step: number): number =>
  rates[Math.min(bisectLeft(steps, step), rates.length - 1)]!;

/** Mean over the last share of some values. */
export function meanOfLast(values: Float64Array, share: number): number {
  const last = values.subarray(values.length - Math.ceil(share * values.length));
  return last.reduce((sum, value) => sum + value, 0) / last.length;
}
