import * as tf from '@tensorflow/tfjs-core';
import { useBackend } from '../backend/useBackend.js';
import { type Batch, batches } from '../faces/batches.js';
import type { FaceSet, PairSet } from '../faces/dataset.js';
import { type RunConfig, runConfig } from '../loop/runConfig.js';
import { setUp } from '../loop/setUp.js';
import { embedderOf } from '../loop/verification.js';
import { trainStep } from '../trainStep.js';
import { verifyPairs } from '../verify/verifyPairs.js';
import type { Trainee } from './task.js';

/**
 * A face recogniser in training, as `fastface-train train --backend wasm` makes it. The metric is the share of pairs of
 * unseen people that are told wrongly, in percent: 100 minus the 10-fold accuracy.
 */
export async function faceTrainee(
  given: Partial<RunConfig> & { readonly seed: number },
  faces: FaceSet,
  pairs: PairSet,
): Promise<Trainee> {
  await useBackend('wasm');
  const config = runConfig(given);
  const { batchSize, augmentation, seed } = config;
  const { model, head, optimizer, ...parts } = await setUp(config, faces);
  const source = batches(faces, { batchSize, augmentation, from: { seed, epoch: 0, position: 0 } });
  let updates = 0;
  return {
    async step(learningRate) {
      const { value: batch } = (await source.next()) as IteratorYieldResult<Batch>;
      parts.beginStep(updates++);
      const images = tf.tensor4d(batch.images, [batchSize, faces.imageSize, faces.imageSize, 3]);
      const result = trainStep(model, head, optimizer, images, batch.labels, learningRate);
      const [loss, norm] = [result.loss, result.gradientNorm].map((scalar) => scalar.dataSync()[0]!);
      for (const tensor of [images, result.loss, result.gradientNorm]) tensor.dispose();
      // An update that was left out because its gradient is not finite counts as a bad loss, as in a run.
      return Number.isFinite(norm) ? loss! : Number.NaN;
    },
    evaluate: async () => 100 * (1 - (await verifyPairs(pairs, embedderOf(model))).accuracy),
    dispose() {
      void source.return?.();
      parts.dispose();
    },
  };
}
