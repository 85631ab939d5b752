import { fitErrors } from '../../packages/sim/src/lossModel/fitErrors.js';
import { fitLossModel } from '../../packages/sim/src/lossModel/fitLossModel.js';
import type { LossModel } from '../../packages/sim/src/lossModel/lossModel.js';
import { firstRecords } from '../../packages/sim/src/lossModel/modelTrace.js';
import { predict } from '../../packages/sim/src/lossModel/predict.js';
import { recordedTrace } from './recordedLogs.js';

const epochLength = 33_087;
const plannedSteps = 165_435;
/** Records whose mean is compared: 500 iterations. */
const size = 50;

/** The published ResNet100 run on WebFace4M. All errors are medians over 500-iteration means. */
export interface FaceRecognition {
  readonly model: LossModel;
  readonly inSample: number;
  /** Fitted on the first 60 %, error on the rest. */
  readonly heldOut: number;
  /** The same of the alternatives, and how many times as much as the model they miss the first 60 %. */
  readonly heldOutIf: readonly { readonly name: string; readonly error: number; readonly ratio: number }[];
  /** Fitted with one floor power alone: how well it fits the first 60 %, and what comes of it. */
  readonly byFloorPower: readonly {
    readonly power: number;
    readonly fitted: number;
    readonly heldOut: number;
  }[];
  /** Error of the last value. */
  readonly lastValue: number;
  readonly withoutEpochs: number;
}

export async function faceRecognition(): Promise<FaceRecognition> {
  const trace = await recordedTrace('fastface_WebFace4M_r100.log', 'mean');
  const { losses, steps } = trace;
  const cut = steps.findIndex((step) => step > 0.6 * plannedSteps);
  const rest = (expected: Float64Array) => fitErrors(losses, expected, cut, losses.length, size).median;
  const model = fitLossModel([trace], { epochLength });
  const early = fitLossModel([firstRecords(trace, cut)], { epochLength });
  const last = losses.subarray(cut - size, cut).reduce((sum, loss) => sum + loss, 0) / size;
  const withoutEpochs = fitLossModel([trace]);
  return {
    model,
    inSample: fitErrors(losses, predict(model, trace), 0, losses.length, size).median,
    heldOut: rest(predict(early, trace)),
    heldOutIf: early.alternatives.map(({ name, law, misfit }) => ({
      name,
      error: rest(predict({ ...early, variants: [{ law, weight: 1 }] }, trace)),
      ratio: Math.sqrt(misfit / early.fitted.misfit),
    })),
    byFloorPower: [0.5, 0.625, 0.75, 0.875, 1].map((power) => {
      const only = fitLossModel([firstRecords(trace, cut)], { epochLength, floorPowers: [power] });
      const expected = predict(only, trace);
      return { power, fitted: fitErrors(losses, expected, 0, cut, size).median, heldOut: rest(expected) };
    }),
    lastValue: rest(new Float64Array(losses.length).fill(last)),
    withoutEpochs: fitErrors(losses, predict(withoutEpochs, trace), 0, losses.length, size).median,
  };
}
