import type { Dialect } from './dialect.js';
import { recordOr, shapedDialect } from './shapedDialect.js';

const pattern = /(?:^|\s)(\d+)(?:, [\d.]+)?: ([^\s,]+), ([^\s,]+) avg(?: loss)?, ([^\s,]+) rate,/d;

/** darknet: ` 100: 12.3, 13.4 avg loss, 0.0010 rate, 3.1 seconds, 6400 images`: the loss of the batch, then an average. */
export const darknet: Dialect = {
  format: 'darknet',
  description: 'darknet (YOLO v1 to v4)',
  lossName: 'loss',
  parser: (log) =>
    shapedDialect<'record' | 'torn'>(log, {
      parse(line) {
        const match = line.includes(' rate,') ? pattern.exec(line) : null;
        if (!match) return null;
        const [, step, loss, , rate] = match.indices!;
        return recordOr(line, 'record', 'torn', [step, loss, rate]);
      },
      accept(what, numbers) {
        log.otherLosses.add('avg loss');
        if (what === 'torn') log.torn++;
        else log.point(numbers[0], numbers[1], numbers[2]);
      },
    }),
};
