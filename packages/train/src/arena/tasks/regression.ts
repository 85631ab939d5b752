import { Random } from '../../random.js';
import { regressor } from '../network/denseTrainee.js';
import { momentumSgd } from '../network/optimizers.js';
import type { Task } from '../task.js';
import { teacher } from './teacher.js';

const width = 12;
const batchSize = 8;

/** Regression on labels whose noise is as large as what there is to learn; the metric is measured without the noise. */
export const regression: Task = {
  name: 'regression',
  description: 'a random function from noisy labels, 12-48-1, momentum, batches of 8, one pass',
  learningRate: 0.02,
  steps: 4000,
  metric: 'half the squared error on labels without noise',
  chosenOn: true,
  create(seed) {
    const value = teacher([width, 8, 1], new Random(seed, 'teacher'));
    const sample = (random: Random, rows: number, noise: number) => {
      const inputs = Float64Array.from({ length: rows * width }, () => random.normal());
      const targets = Float64Array.from(
        { length: rows },
        (_, row) => value(inputs.subarray(row * width, (row + 1) * width))[0]! + noise * random.normal(),
      );
      return { inputs, targets };
    };
    return regressor({
      sizes: [width, 48, 1],
      activation: 'tanh',
      batchSize,
      seed,
      optimizer: (length) => momentumSgd(length),
      batch: (random) => sample(random, batchSize, 0.7),
      test: sample(new Random(seed, 'test'), 4000, 0),
    });
  },
};
