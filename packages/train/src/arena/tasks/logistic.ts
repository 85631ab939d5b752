import { Random } from '../../random.js';
import { classifier } from '../network/denseTrainee.js';
import { momentumSgd } from '../network/optimizers.js';
import type { Task } from '../task.js';

const width = 48;
const classes = 6;
const batchSize = 8;

/**
 * A convex problem: multinomial logistic regression on features whose variances fall as a power of their rank, so that
 * some directions are learnt at once and others hardly; a tenth of the labels are drawn at random. Plain SGD.
 */
export const logistic: Task = {
  name: 'logistic',
  description: 'convex: logistic regression on ill-conditioned features, plain SGD, batches of 8, one pass',
  learningRate: 2,
  steps: 4000,
  metric: 'test cross-entropy, nats',
  create(seed) {
    const random = new Random(seed, 'world');
    const directions = Float64Array.from({ length: width * classes }, () => random.normal());
    const sample = (source: Random, rows: number) => {
      const inputs = new Float64Array(rows * width);
      const targets = new Int32Array(rows);
      for (let row = 0; row < rows; row++) {
        const scores = new Float64Array(classes);
        for (let i = 0; i < width; i++) {
          const value = source.normal() * (i + 1) ** -0.75;
          inputs[row * width + i] = value;
          for (let k = 0; k < classes; k++)
            scores[k]! += 2 * Math.sqrt(i + 1) * value * directions[i * classes + k]!;
        }
        const best = scores.indexOf(Math.max(...scores));
        targets[row] = source.chance(0.1) ? source.below(classes) : best;
      }
      return { inputs, targets };
    };
    return classifier({
      sizes: [width, classes],
      activation: 'relu',
      batchSize,
      seed,
      optimizer: (length) => momentumSgd(length, 0),
      batch: (source) => sample(source, batchSize),
      test: sample(new Random(seed, 'test'), 4000),
      metric: 'cross-entropy',
    });
  },
};
