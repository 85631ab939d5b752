import * as tf from '@tensorflow/tfjs-core';
import { accumulatedStep, type StepBatch } from '../accumulatedStep.js';
import type { Batch } from '../faces/batches.js';
import { type StepResult, trainStep } from '../trainStep.js';
import type { TrainingParts } from './setUp.js';

/** One update from one batch, or from the mean gradient of several, whose images are on the device one after the other. */
export function update(
  { model, head, optimizer }: TrainingParts,
  taken: readonly Batch[],
  imageSize: number,
  rate: number,
): StepResult {
  const upload = ({ images, labels }: Batch): StepBatch => ({
    images: tf.tensor4d(images, [labels.length, imageSize, imageSize, 3]),
    labels,
  });
  if (taken.length === 1) {
    const { images, labels } = upload(taken[0]!);
    const result = trainStep(model, head, optimizer, images, labels, rate);
    images.dispose();
    return result;
  }
  function* uploaded() {
    for (const batch of taken) {
      const { images, labels } = upload(batch);
      yield { images, labels };
      images.dispose();
    }
  }
  return accumulatedStep(model, head, optimizer, uploaded(), rate);
}
