import { Random } from '../../random.js';
import { classifier } from '../network/denseTrainee.js';
import { adam } from '../network/optimizers.js';
import type { Task } from '../task.js';

const classes = 3;
const batchSize = 32;

/** Three spirals in the plane, blurred, told apart by two hidden layers, with Adam at 1e-3. */
export const spirals: Task = {
  name: 'spirals',
  description: 'three spirals in the plane, 2-32-32-3, Adam at 1e-3, batches of 32, one pass',
  learningRate: 1e-3,
  steps: 4000,
  metric: 'test cross-entropy, nats',
  create(seed) {
    const sample = (random: Random, rows: number) => {
      const inputs = new Float64Array(rows * 2);
      const targets = new Int32Array(rows);
      for (let row = 0; row < rows; row++) {
        const label = random.below(classes);
        const radius = Math.sqrt(random.next());
        const angle = 2 * Math.PI * (label / classes + radius);
        inputs[2 * row] = 2 * radius * Math.cos(angle) + 0.15 * random.normal();
        inputs[2 * row + 1] = 2 * radius * Math.sin(angle) + 0.15 * random.normal();
        targets[row] = label;
      }
      return { inputs, targets };
    };
    return classifier({
      sizes: [2, 32, 32, classes],
      activation: 'relu',
      batchSize,
      seed,
      optimizer: (length) => adam(length),
      batch: (random) => sample(random, batchSize),
      test: sample(new Random(seed, 'test'), 4000),
      metric: 'cross-entropy',
    });
  },
};
