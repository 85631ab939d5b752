import type { Dialect } from './dialect.js';
import { spanAfter, spanAfterKey } from './scan.js';
import { recordOr, shapedDialect } from './shapedDialect.js';

/**
 * nanoGPT: `iter 994: loss 4.4995, time 311.05ms, mfu 107.90%`. The losses of `step 0: train loss …, val loss …` are
 * estimates over many batches, made for an evaluation.
 */
export const nanogpt: Dialect = {
  format: 'nanogpt',
  description: 'nanoGPT on standard output',
  lossName: 'loss',
  parser: (log) =>
    shapedDialect<'record' | 'torn' | 'validation'>(log, {
      parse(line) {
        const at = line.indexOf(': loss ');
        if (at < 0) {
          const isEstimate = line.includes(': train loss ') && line.includes(', val loss ');
          return isEstimate ? { what: 'validation', spans: [] } : null;
        }
        const iter = line.lastIndexOf('iter ', at);
        if (iter < 0) return null;
        // The comma shows that the number is whole.
        if (line.indexOf(', time', at) < 0) return { what: 'torn', spans: [] };
        const spans = [spanAfter(line, iter + 5), spanAfter(line, at + 7), spanAfterKey(line, ' lr ', at)];
        return recordOr(line, 'record', 'torn', spans);
      },
      accept(what, numbers) {
        if (what === 'record') log.point(numbers[0], numbers[1], numbers[2]);
        else if (what === 'torn') log.torn++;
        else log.validation('val loss');
      },
    }),
};
