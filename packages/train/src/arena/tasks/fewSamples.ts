import { Random } from '../../random.js';
import { classifier, passes } from '../network/denseTrainee.js';
import { momentumSgd } from '../network/optimizers.js';
import type { Task } from '../task.js';
import { teacher } from './teacher.js';

const width = 20;
const classes = 4;
const samples = 1024;
const batchSize = 32;

/**
 * Few samples, many passes: 1024 examples of a random network's classes, a tenth of them with a wrong label, seen 60
 * times, with weight decay. The loss on them goes far below what it is on new ones.
 */
export const fewSamples: Task = {
  name: 'few-samples',
  description: '1,024 samples 60 times, 20-48-4, momentum and weight decay, batches of 32',
  learningRate: 0.05,
  steps: 2000,
  metric: 'test error rate',
  create(seed) {
    const label = teacher([width, 12, classes], new Random(seed, 'teacher'));
    const sample = (random: Random, rows: number, wrong: number) => {
      const inputs = Float64Array.from({ length: rows * width }, () => random.normal());
      const targets = new Int32Array(rows);
      for (let row = 0; row < rows; row++) {
        const outputs = label(inputs.subarray(row * width, (row + 1) * width));
        targets[row] = random.chance(wrong) ? random.below(classes) : outputs.indexOf(Math.max(...outputs));
      }
      return { inputs, targets };
    };
    const { inputs, targets } = sample(new Random(seed, 'training'), samples, 0.1);
    return classifier({
      sizes: [width, 48, classes],
      activation: 'relu',
      batchSize,
      seed,
      optimizer: (length) => momentumSgd(length, 0.9, 0.01),
      batch: passes(inputs, targets, width, batchSize),
      test: sample(new Random(seed, 'test'), 8000, 0),
      metric: 'error rate',
    });
  },
};
