import type { Dialect } from './dialect.js';
import { recordOr, shapedDialect } from './shapedDialect.js';

const printed = /\bstep:?\s*(\d+)\s*[|,]\s*loss:?\s+([^\s|,]+)(?:.*?\blr:?\s+([^\s|,]+))?/d;
const logged = /^(\d+) (train|val) ([^\s]+)$/d;

/**
 * build-nanogpt: on standard output `step 0 | loss: 10.938573 | lr: 6.0000e-05 | norm: 27.0159 | …` or
 * `step 0, loss: 10.899394989013672`; in log.txt `0 train 10.938573`, `0 val 10.9897`.
 */
export const buildNanogpt: Dialect = {
  format: 'build-nanogpt',
  description: 'build-nanogpt, standard output and log.txt',
  lossName: 'loss',
  parser: (log) =>
    shapedDialect<'record' | 'torn' | 'validation'>(log, {
      parse(line) {
        const match = line.includes('step') && line.includes('loss:') ? printed.exec(line) : null;
        if (match) return recordOr(line, 'record', 'torn', match.indices!.slice(1));
        const short = line.includes(' train ') || line.includes(' val ') ? logged.exec(line) : null;
        if (short?.[2] === 'train')
          return recordOr(line, 'record', 'torn', [short.indices![1], short.indices![3]]);
        return short || /^validation loss: \d/.test(line) ? { what: 'validation', spans: [] } : null;
      },
      accept(what, numbers) {
        if (what === 'record') log.point(numbers[0], numbers[1], numbers[2]);
        else if (what === 'torn') log.torn++;
        else log.validation('val');
      },
    }),
};
