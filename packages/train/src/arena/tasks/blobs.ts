import { Random } from '../../random.js';
import { classifier } from '../network/denseTrainee.js';
import { momentumSgd } from '../network/optimizers.js';
import type { Task } from '../task.js';

const width = 10;
const classes = 5;
const clouds = 30;
const batchSize = 16;

/** Classes that overlap: each is six clouds of points, scattered among those of the others. */
export const blobs: Task = {
  name: 'blobs',
  description: 'overlapping clouds of points, 10-32-5, momentum, batches of 16, one pass',
  learningRate: 0.05,
  steps: 3000,
  metric: 'test cross-entropy, nats',
  chosenOn: true,
  create(seed) {
    const world = new Random(seed, 'clouds');
    const centres = Float64Array.from({ length: clouds * width }, () => world.normal());
    const sample = (random: Random, rows: number) => {
      const inputs = new Float64Array(rows * width);
      const targets = new Int32Array(rows);
      for (let row = 0; row < rows; row++) {
        const cloud = random.below(clouds);
        targets[row] = cloud % classes;
        for (let i = 0; i < width; i++)
          inputs[row * width + i] = centres[cloud * width + i]! + 0.6 * random.normal();
      }
      return { inputs, targets };
    };
    return classifier({
      sizes: [width, 32, classes],
      activation: 'relu',
      batchSize,
      seed,
      optimizer: (length) => momentumSgd(length),
      batch: (random) => sample(random, batchSize),
      test: sample(new Random(seed, 'test'), 4000),
      metric: 'cross-entropy',
    });
  },
};
