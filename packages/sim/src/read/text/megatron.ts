import { kindOf } from '../names.js';
import type { Span } from '../shapes/numberSlots.js';
import type { Dialect } from './dialect.js';
import { spanAfter, spanAfterKey, spanIf } from './scan.js';
import { shapedDialect } from './shapedDialect.js';

const lossKeys = ['lm loss', 'lm_loss', 'lm-loss', 'loss', 'lm loss value', 'total loss'];

interface Losses {
  /** The training loss among them; null where there is none. */
  readonly name: string | null;
  readonly others: readonly string[];
  readonly isWhole: boolean;
}

/**
 * Megatron-LM, Megatron-DeepSpeed and GPT-NeoX:
 * ` iteration        1/   15535 | consumed samples: … | learning rate: 2.0E-07 | … | lm loss: 1.220795E+01 | …`,
 * behind a time stamp or the rank that `srun --label` adds.
 */
export const megatron: Dialect = {
  format: 'megatron',
  description: 'Megatron-LM, Megatron-DeepSpeed, GPT-NeoX',
  lossName: 'lm loss',
  parser: (log) =>
    shapedDialect<Losses | 'validation'>(log, {
      parse(line) {
        const at = line.indexOf('iteration ');
        if (at < 0) return null;
        if (line.includes('validation loss at') || line.includes('test loss at'))
          return { what: 'validation', spans: [] };
        const slash = line.indexOf('/', at);
        if (slash < 0 || !line.includes('elapsed time per iteration')) return null;
        const step = spanIf(line, trimmed(line, at + 10, slash));
        if (step === undefined) return null;
        const { loss, ...losses } = lossesOf(line, slash);
        const rate = spanAfterKey(line, 'learning rate:');
        return { what: losses, spans: [step, spanAfter(line, slash + 1), loss, rate] };
      },
      accept(what, numbers) {
        if (what === 'validation') return log.validation('validation loss');
        log.builder.plan(numbers[1]);
        for (const name of what.others) if (log.otherLosses.size < 64) log.otherLosses.add(name);
        if (what.name === null) return void log.signs++;
        log.lossName = what.name;
        log.point(numbers[0], what.isWhole ? numbers[2] : undefined, numbers[3]);
      },
    }),
};

/** The fields between bars that are losses. The last field is cut, unless the line ends with a bar; then it is empty. */
function lossesOf(line: string, from: number): Losses & { readonly loss: Span | undefined } {
  let [name, best]: [string | null, number] = [null, lossKeys.length];
  let loss: Span | undefined;
  const others: string[] = [];
  const last = line.lastIndexOf('|');
  for (let start = line.indexOf('|', from) + 1; start > 0 && start <= last; ) {
    const end = line.indexOf('|', start);
    const field = line.slice(start, end);
    const colon = field.includes('loss') ? field.lastIndexOf(':') : -1;
    const key = field.slice(0, Math.max(colon, 0)).trim();
    if (colon >= 0 && kindOf(key).kind === 'loss') {
      const rank = lossKeys.indexOf(key);
      if (rank >= 0 && rank < best) {
        [name, best] = [key, rank];
        loss = spanIf(line, trimmed(line, start + colon + 1, end));
      } else others.push(key);
    }
    start = end + 1;
  }
  return { name, others, loss, isWhole: loss !== undefined };
}

/** A span without the blanks around it. */
function trimmed(line: string, from: number, to: number): Span {
  const text = line.slice(from, to);
  const start = from + text.length - text.trimStart().length;
  return [start, Math.max(start, to - (text.length - text.trimEnd().length))];
}
