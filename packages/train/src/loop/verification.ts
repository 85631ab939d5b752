import * as tf from '@tensorflow/tfjs-core';
import type { PairSet } from '../faces/dataset.js';
import type { Model } from '../model/createModel.js';
import { graphs } from '../ops/tensorflow/graphs.js';
import type { Embedder } from '../verify/embedder.js';
import type { PairVerification } from '../verify/verifyPairs.js';

/** A network in evaluation mode, as verification takes it. */
export const embedderOf =
  (model: Model): Embedder =>
  async (images, count) => {
    const { imageSize } = model;
    const embeddings = tf.tidy(() => embed(model, tf.tensor4d(images, [count, imageSize, imageSize, 3])));
    try {
      return await embeddings.data<'float32'>();
    } finally {
      embeddings.dispose();
    }
  };

/** On TensorFlow as one graph. */
function embed(model: Model, images: tf.Tensor4D): tf.Tensor {
  const forward = ([images]: readonly tf.Tensor[]) => [model.forward(images as tf.Tensor4D, false)];
  const runAsGraph = graphs();
  const { outputs } =
    runAsGraph === null ? { outputs: forward([images]) } : runAsGraph([model], forward, [images]);
  return outputs[0]!;
}

/** A verification with the name of what was verified. */
export interface VerificationRow {
  readonly name: string;
  readonly result: PairVerification;
}

/** Two decimals: of 6,000 pairs one is 0.02 %. */
export const percent = (share: number): string => (100 * share).toFixed(2);

/** The 10-fold TAR; a dash where a fold has pairs of one kind only. */
export const valOf = ({ val }: PairVerification): string => (val === null ? '–' : percent(val));

const explanation =
  'accuracy, VAL and TAR in %; VAL: 10-fold TAR at FAR 0.001; TAR@: of all pairs; XNorm: mean norm of an embedding';

/** A table for people: a row each, on the same pairs. */
export function verificationTable(set: PairSet, rows: readonly VerificationRow[]): string {
  const fars = rows[0]!.result.tarAtFar.map(({ far }) => far);
  const cells = [
    ['', 'accuracy', 'VAL', 'AUC', ...fars.map((far) => `TAR@${far}`), 'XNorm'],
    ...rows.map(({ name, result }) => [
      name,
      `${percent(result.accuracy)} ± ${percent(result.accuracyStd)}`,
      valOf(result),
      result.auc.toFixed(4),
      ...result.tarAtFar.map(({ tar }) => percent(tar)),
      result.xnorm.toFixed(2),
    ]),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const lines = cells.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
  return [`${set.name}:`, ...lines, explanation].join('\n');
}
