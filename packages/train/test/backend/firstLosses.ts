import * as tf from '@tensorflow/tfjs-core';
import {
  createHead,
  createModel,
  fromStateDict,
  type StateDict,
  sgd,
  toStateDict,
  trainStep,
} from '../../src/browser.js';
import { uniformSource } from '../uniformSource.js';

const [batch, side, classes, embeddingSize, rate] = [8, 24, 10, 16, 0.005];

/**
 * The losses of the first updates of one network on one seeded stream of batches, and its weights after them; from
 * `checkpoint`, where given, instead of the seeded start. On whatever backend is active.
 */
export async function firstLosses(
  updates: number,
  checkpoint?: StateDict,
): Promise<{ losses: number[]; weights: StateDict }> {
  const random = uniformSource(11);
  const model = createModel('iresnet-tiny', { random, embeddingSize, imageSize: side });
  const head = createHead({
    classes,
    embeddingSize,
    margin: { kind: 'cosface', cosine: 0.35 },
    scale: 16,
    random,
  });
  const optimizer = sgd({
    groups: [
      { name: 'backbone', parameters: model.parameters, maxGradientNorm: 5 },
      { name: 'head', parameters: head.parameters },
    ],
  });
  if (checkpoint) fromStateDict(model, checkpoint);
  const losses: number[] = [];
  const centres = Array.from({ length: classes }, () => pixels(random));
  for (let update = 0; update < updates; update++) {
    const labels = Array.from({ length: batch }, () => Math.floor(random.next() * classes));
    const images = labels.map((label) =>
      pixels(random).map((noise, i) => 0.5 * (noise + centres[label]![i]!)),
    );
    const input = tf.tensor4d(Float32Array.from(images.flat()), [batch, side, side, 3]);
    const { loss, gradientNorm } = trainStep(model, head, optimizer, input, labels, rate);
    losses.push((await loss.data())[0]!);
    tf.dispose([loss, gradientNorm, input]);
  }
  const weights = await toStateDict(model);
  for (const part of [model, head, optimizer]) part.dispose();
  return { losses, weights };
}

const pixels = (random: ReturnType<typeof uniformSource>) =>
  Array.from({ length: side * side * 3 }, () => 2 * random.next() - 1);
