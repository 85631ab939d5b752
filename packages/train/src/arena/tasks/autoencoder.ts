import { Random } from '../../random.js';
import { regressor } from '../network/denseTrainee.js';
import { adam } from '../network/optimizers.js';
import type { Task } from '../task.js';
import { teacher } from './teacher.js';

const width = 20;
const batchSize = 32;

/** Large batches and hardly any noise: points of a bent surface of four dimensions through a bottleneck of six. */
export const autoencoder: Task = {
  name: 'autoencoder',
  description: 'a bent surface through a bottleneck, 20-16-6-16-20, Adam, batches of 32, one pass',
  learningRate: 4e-3,
  steps: 2000,
  metric: 'half the squared error on new points',
  chosenOn: true,
  create(seed) {
    const surface = teacher([4, 12, width], new Random(seed, 'surface'), 1.5);
    const sample = (random: Random, rows: number) => {
      const inputs = new Float64Array(rows * width);
      const place = new Float64Array(4);
      for (let row = 0; row < rows; row++) {
        for (let k = 0; k < 4; k++) place[k] = random.normal();
        inputs.set(surface(place), row * width);
      }
      return { inputs, targets: inputs };
    };
    return regressor({
      sizes: [width, 16, 6, 16, width],
      activation: 'tanh',
      batchSize,
      seed,
      optimizer: (length) => adam(length),
      batch: (random) => sample(random, batchSize),
      test: sample(new Random(seed, 'test'), 1000),
    });
  },
};
