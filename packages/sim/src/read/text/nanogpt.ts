import type { Dialect } from './dialect.js';
import { numberAfter, numberAfterKey } from './scan.js';

/**
 * nanoGPT: `iter 994: loss 4.4995, time 311.05ms, mfu 107.90%`. The losses of `step 0: train loss …, val loss …` are
 * estimates over many batches, made for an evaluation.
 */
export const nanogpt: Dialect = {
  format: 'nanogpt',
  description: 'nanoGPT on standard output',
  lossName: 'loss',
  parser: (log) => (line) => {
    const at = line.indexOf(': loss ');
    if (at < 0) {
      if (line.includes(': train loss ') && line.includes(', val loss ')) log.validation('val loss');
      return;
    }
    const iter = line.lastIndexOf('iter ', at);
    if (iter < 0) return;
    // The comma shows that the number is whole.
    if (line.indexOf(', time', at) < 0) log.torn++;
    else log.point(numberAfter(line, iter + 5), numberAfter(line, at + 7), numberAfterKey(line, ' lr ', at));
  },
};
