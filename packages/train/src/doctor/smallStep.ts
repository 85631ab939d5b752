import * as tf from '@tensorflow/tfjs-core';
import { createHead } from '../head/createHead.js';
import { createModel } from '../model/createModel.js';
import type { UniformSource } from '../model/initialise.js';
import { sgd } from '../optimizer/sgd.js';
import { trainStep } from '../trainStep.js';

/** Size of the measured update: the smallest network on a few small images. */
export const smallStepSize = { images: 16, side: 32, classes: 50, embeddingSize: 64 } as const;

/**
 * Milliseconds of the fastest of a few updates on the active backend, the loss read back. The first update, in which
 * a backend compiles its kernels, is not counted.
 */
export async function smallStep(random: UniformSource, now: () => number): Promise<number> {
  const { images, side, classes, embeddingSize } = smallStepSize;
  const model = createModel('iresnet-tiny', { random, embeddingSize, imageSize: side });
  const head = createHead({ classes, embeddingSize, margin: { kind: 'cosface', cosine: 0.35 }, random });
  const optimizer = sgd({
    groups: [
      { name: 'backbone', parameters: model.parameters, maxGradientNorm: 5 },
      { name: 'head', parameters: head.parameters },
    ],
  });
  const pictures = tf.fill<tf.Rank.R4>([images, side, side, 3], 0.5);
  const labels = Array.from({ length: images }, (_, index) => index % classes);
  const step = async (): Promise<number> => {
    const started = now();
    const { loss, gradientNorm } = trainStep(model, head, optimizer, pictures, labels, 0.01);
    await loss.data();
    const spent = now() - started;
    tf.dispose([loss, gradientNorm]);
    return spent;
  };
  const first = await step();
  let fastest = Infinity;
  // A software driver takes seconds per update, so it is measured once.
  for (let repeat = 0; repeat < (first > 2000 ? 1 : 10); repeat++) fastest = Math.min(fastest, await step());
  for (const part of [model, head, optimizer, pictures]) part.dispose();
  return fastest;
}
