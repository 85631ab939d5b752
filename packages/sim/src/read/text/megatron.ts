import { kindOf } from '../names.js';
import { numberOf } from '../number.js';
import type { Dialect } from './dialect.js';
import { numberAfter, numberAfterKey } from './scan.js';

const lossKeys = ['lm loss', 'lm_loss', 'lm-loss', 'loss', 'lm loss value', 'total loss'];

/**
 * Megatron-LM, Megatron-DeepSpeed and GPT-NeoX:
 * ` iteration        1/   15535 | consumed samples: … | learning rate: 2.0E-07 | … | lm loss: 1.220795E+01 | …`,
 * behind a time stamp or the rank that `srun --label` adds.
 */
export const megatron: Dialect = {
  format: 'megatron',
  description: 'Megatron-LM, Megatron-DeepSpeed, GPT-NeoX',
  lossName: 'lm loss',
  parser: (log) => (line) => {
    const at = line.indexOf('iteration ');
    if (at < 0) return;
    if (line.includes('validation loss at') || line.includes('test loss at'))
      return log.validation('validation loss');
    const slash = line.indexOf('/', at);
    if (slash < 0 || !line.includes('elapsed time per iteration')) return;
    const step = numberOf(line.slice(at + 10, slash).trim());
    if (step === undefined) return;
    log.builder.plan(numberAfter(line, slash + 1));
    let loss: number | undefined;
    let best = lossKeys.length;
    // The last field is cut, unless the line ends with a bar; then it is empty.
    for (const field of line.slice(slash).split('|').slice(1, -1)) {
      if (!field.includes('loss')) continue;
      const colon = field.lastIndexOf(':');
      const key = field.slice(0, colon).trim();
      if (colon < 0 || kindOf(key).kind !== 'loss') continue;
      const rank = lossKeys.indexOf(key);
      if (rank >= 0 && rank < best) {
        best = rank;
        loss = numberOf(field.slice(colon + 1).trim());
        log.lossName = key;
      } else if (log.otherLosses.size < 64) log.otherLosses.add(key);
    }
    if (best === lossKeys.length) log.signs++;
    else log.point(step, loss, numberAfterKey(line, 'learning rate:'));
  },
};
