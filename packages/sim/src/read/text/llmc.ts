import type { Dialect } from './dialect.js';
import { numberAfterKey, numberIn } from './scan.js';

const pattern = /step\s+(\d+)(?:\/(\d+))?(?: \||:) (?:train )?loss\s+([^\s|(]+)[\s|(]/;

/**
 * llm.c on standard output: `step   22/19560 | loss 9.528930 (+nanz)| norm 2.1589 (+nanz)| lr 1.89e-05 | …`, in older
 * versions `step    1/20: train loss 5.356189 (took 30.2 ms)`. `(+nanz)` is a z-score that is not known yet.
 */
export const llmc: Dialect = {
  format: 'llmc',
  description: 'llm.c on standard output',
  lossName: 'loss',
  parser: (log) => (line) => {
    if (!line.includes('loss ')) return;
    if (/^\s*val loss /.test(line)) return log.validation('val loss');
    if (!line.includes('step ') || line.includes('loss:') || line.includes(', val loss')) return;
    const match = pattern.exec(line);
    if (!match) {
      if (/step\s+\d+\/\d+ \| loss/.test(line)) log.torn++;
      return;
    }
    log.builder.plan(numberIn(match[2]));
    log.point(numberIn(match[1]), numberIn(match[3]), numberAfterKey(line, '| lr ', match.index));
  },
};
