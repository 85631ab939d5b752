import type { Dialect } from './dialect.js';
import { numberAfterKey, numberIn } from './scan.js';

const pattern = /^step\s+(\d+)(?:\/(\d+))?(?: \||:) (?:train )?loss\s+([^\s|(]+)[\s|(]/;

/**
 * llm.c on standard output: `step   22/19560 | loss 9.528930 (+nanz)| norm 2.1589 (+nanz)| lr 1.89e-05 | …`, in older
 * versions `step    1/20: train loss 5.356189 (took 30.2 ms)`. `(+nanz)` is a z-score that is not known yet.
 */
export const llmc: Dialect = {
  format: 'llmc',
  description: 'llm.c on standard output',
  lossName: 'loss',
  parser: (log) => (line) => {
    const loss = line.indexOf('loss ');
    if (loss < 0) return;
    const at = line.indexOf('step ');
    if (at < 0 || at > loss) {
      if (/^\s*val loss /.test(line)) log.validation('val loss');
      return;
    }
    // What leads up to the loss is short: the pattern need not see the whole line.
    const match = pattern.exec(line.slice(at, loss + 32));
    if (!match) {
      if (/^step\s+\d+\/\d+ \| loss/.test(line.slice(at))) log.torn++;
      return;
    }
    if (match[2] !== undefined) log.builder.plan(numberIn(match[2]));
    else if (line.includes(', val loss')) return;
    log.point(numberIn(match[1]), numberIn(match[3]), numberAfterKey(line, '| lr ', loss));
  },
};
