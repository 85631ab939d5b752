import { Random } from '../../random.js';
import { classifier } from '../network/denseTrainee.js';
import { adam } from '../network/optimizers.js';
import type { Task } from '../task.js';

const symbols = 10;
const batchSize = 8;

/** The next symbol of a random chain whose probabilities depend on the two before: as uncertain as a language. */
export const markov: Task = {
  name: 'markov',
  description: 'next symbol of a random chain of second order, 20-32-10, Adam, batches of 8, one pass',
  learningRate: 4e-3,
  steps: 3000,
  metric: 'test cross-entropy, nats',
  chosenOn: true,
  create(seed) {
    const chain = new Random(seed, 'chain');
    const cumulative = new Float64Array(symbols ** 3);
    for (let pair = 0; pair < symbols ** 2; pair++) {
      let sum = 0;
      for (let k = 0; k < symbols; k++)
        cumulative[pair * symbols + k] = sum += Math.exp(1.5 * chain.normal());
      for (let k = 0; k < symbols; k++) cumulative[pair * symbols + k]! /= sum;
    }
    const sample = (random: Random, rows: number) => {
      const inputs = new Float64Array(rows * 2 * symbols);
      const targets = new Int32Array(rows);
      for (let row = 0; row < rows; row++) {
        const first = random.below(symbols);
        const second = random.below(symbols);
        inputs[row * 2 * symbols + first] = 1;
        inputs[row * 2 * symbols + symbols + second] = 1;
        const place = random.next();
        let next = 0;
        while (cumulative[(first * symbols + second) * symbols + next]! <= place) next++;
        targets[row] = next;
      }
      return { inputs, targets };
    };
    return classifier({
      sizes: [2 * symbols, 32, symbols],
      activation: 'tanh',
      batchSize,
      seed,
      optimizer: (length) => adam(length),
      batch: (random) => sample(random, batchSize),
      test: sample(new Random(seed, 'test'), 4000),
      metric: 'cross-entropy',
    });
  },
};
