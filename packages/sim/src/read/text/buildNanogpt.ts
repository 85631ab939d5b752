import type { Dialect } from './dialect.js';
import { numberIn } from './scan.js';

const printed = /\bstep:?\s*(\d+)\s*[|,]\s*loss:?\s+([^\s|,]+)(?:.*?\blr:?\s+([^\s|,]+))?/;
const logged = /^(\d+) (train|val) ([^\s]+)$/;

/**
 * build-nanogpt: on standard output `step 0 | loss: 10.938573 | lr: 6.0000e-05 | norm: 27.0159 | …` or
 * `step 0, loss: 10.899394989013672`; in log.txt `0 train 10.938573`, `0 val 10.9897`.
 */
export const buildNanogpt: Dialect = {
  format: 'build-nanogpt',
  description: 'build-nanogpt, standard output and log.txt',
  lossName: 'loss',
  parser: (log) => (line) => {
    const match = line.includes('step') && line.includes('loss:') ? printed.exec(line) : null;
    if (match) return log.point(numberIn(match[1]), numberIn(match[2]), numberIn(match[3]));
    if (line.length > 60) return;
    const short = line.includes(' train ') || line.includes(' val ') ? logged.exec(line) : null;
    if (short?.[2] === 'train') log.point(numberIn(short[1]), numberIn(short[3]));
    else if (short || /^validation loss: \d/.test(line)) log.validation('val');
  },
};
