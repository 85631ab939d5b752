import type { Dialect } from './dialect.js';
import { spanAfterKey } from './scan.js';
import { recordOr, shapedDialect } from './shapedDialect.js';

const pattern = /^step\s+(\d+)(?:\/(\d+))?(?: \||:) (?:train )?loss\s+([^\s|(]+)[\s|(]/d;

/**
 * llm.c on standard output: `step   22/19560 | loss 9.528930 (+nanz)| norm 2.1589 (+nanz)| lr 1.89e-05 | …`, in older
 * versions `step    1/20: train loss 5.356189 (took 30.2 ms)`. `(+nanz)` is a z-score that is not known yet.
 */
export const llmc: Dialect = {
  format: 'llmc',
  description: 'llm.c on standard output',
  lossName: 'loss',
  parser: (log) =>
    shapedDialect<'record' | 'torn' | 'validation'>(log, {
      parse(line) {
        const loss = line.indexOf('loss ');
        if (loss < 0) return null;
        const at = line.indexOf('step ');
        if (at < 0 || at > loss) return /^\s*val loss /.test(line) ? { what: 'validation', spans: [] } : null;
        const head = line.slice(at);
        const match = pattern.exec(head);
        if (!match) return /^step\s+\d+\/\d+ \| loss/.test(head) ? { what: 'torn', spans: [] } : null;
        const [step, total, value] = match
          .indices!.slice(1)
          .map((span) => span && ([span[0] + at, span[1] + at] as const));
        if (!total && line.includes(', val loss')) return null;
        return recordOr(line, 'record', 'torn', [step, value, spanAfterKey(line, '| lr ', loss), total]);
      },
      accept(what, numbers) {
        if (what === 'validation') return log.validation('val loss');
        if (what === 'torn') return void log.torn++;
        log.builder.plan(numbers[3]);
        log.point(numbers[0], numbers[1], numbers[2]);
      },
    }),
};
