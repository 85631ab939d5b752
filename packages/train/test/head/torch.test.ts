import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { createHead, type Margin, useBackend } from '../../src/index.js';
import { uniformSource } from '../uniformSource.js';
import { difference, numbers, torch } from '../vectors/torch.js';

beforeAll(async () => {
  await useBackend('wasm');
});

interface Expected {
  readonly kind: Margin['kind'];
  readonly margin: number;
  readonly gradient: 'reference' | 'exact';
  readonly threshold: number;
  readonly loss: number;
  readonly dEmbeddings: number[];
  readonly dWeight: number[];
}

const labels = [0, 3, 8, 3, 5, 1];

test.each<Expected>(torch.heads)(
  '$kind, $gradient gradient, filter $threshold: loss and gradients as PyTorch',
  ({ kind, margin, gradient, threshold, loss, dEmbeddings, dWeight }) => {
    const head = createHead({
      classes: 9,
      embeddingSize: 8,
      margin: kind === 'arcface' ? { kind, angle: margin } : { kind, cosine: margin },
      gradient,
      interclassFilter: threshold,
      random: uniformSource(1),
    });
    const centres = numbers(4.5, 72);
    const weight = head.parameters[0]!.variable;
    weight.assign(tf.tensor2d(centres, [9, 8]));
    const noise = numbers(0.25, 48);
    const start = noise.map((value, index) => 2 * centres[8 * labels[index >> 3]! + (index & 7)]! + value);
    const embeddings = tf.variable(tf.tensor2d(start, [6, 8]));
    const { value, grads } = tf.variableGrads(() =>
      head.loss(embeddings as tf.Tensor as tf.Tensor2D, head.targets(labels)),
    );
    expect(value.dataSync()[0]! / loss).toBeCloseTo(1, 5);
    expect(difference(grads[embeddings.name]!.dataSync(), dEmbeddings)).toBeLessThan(5e-5);
    expect(difference(grads[weight.name]!.dataSync(), dWeight)).toBeLessThan(5e-5);
  },
);
