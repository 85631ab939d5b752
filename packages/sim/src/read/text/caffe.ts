import type { Dialect } from './dialect.js';
import { numberIn } from './scan.js';

const pattern = /\] Iteration (\d+)(?: \([^)]*\))?, (loss|lr) = (\S+)/;

/**
 * Caffe: `I0821 09:24:02.895431  5405 solver.cpp:222] Iteration 2900, loss = 0.0149531`, the rate on a line of its own,
 * `… Iteration 2900, lr = 0.003`. `Test net output #0: loss = …` is a validation.
 */
export const caffe: Dialect = {
  format: 'caffe',
  description: 'Caffe (glog)',
  lossName: 'loss',
  parser: (log) => (line) => {
    if (line.includes('Iteration ')) {
      const match = pattern.exec(line);
      const [step, value] = [numberIn(match?.[1]), numberIn(match?.[3])];
      if (match?.[2] === 'loss') log.point(step, value);
      else if (match && !log.builder.rateOfLast(step, value) && log.points === 0) log.rate();
    } else if (line.startsWith('max_iter: ')) log.builder.plan(numberIn(line.slice(10).trim()));
    else if (line.includes('Test net output #') && line.includes(': loss'))
      log.validation('Test net output: loss');
    else if (line.includes('] Initializing solver from parameters')) log.signs++;
  },
};
