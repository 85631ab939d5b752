import type { Dialect } from './dialect.js';
import { numberIn } from './scan.js';

const pattern = /(?:^|\s)(\d+)(?:, [\d.]+)?: ([^\s,]+), ([^\s,]+) avg(?: loss)?, ([^\s,]+) rate,/;

/** darknet: ` 100: 12.3, 13.4 avg loss, 0.0010 rate, 3.1 seconds, 6400 images`: the loss of the batch, then an average. */
export const darknet: Dialect = {
  format: 'darknet',
  description: 'darknet (YOLO v1 to v4)',
  lossName: 'loss',
  parser: (log) => (line) => {
    const match = line.includes(' rate,') ? pattern.exec(line) : null;
    if (!match) return;
    log.otherLosses.add('avg loss');
    log.point(numberIn(match[1]), numberIn(match[2]), numberIn(match[4]));
  },
};
