import type { Span } from '../shapes/numberSlots.js';
import type { Dialect } from './dialect.js';
import { spanIf } from './scan.js';
import { shapedDialect } from './shapedDialect.js';
import type { TextLog } from './textLog.js';

const planned = /max_update['"]?[:=]\s*(\d+)/d;

/**
 * fairseq: `[TIME][train_inner][INFO] - {"epoch": 1, "loss": "9.276", "num_updates": "200", "lr": "3.125e-06", …}` with
 * all values as strings, or `TIME | INFO | train_inner | epoch 001:  100 / 479 loss=9.27, …, num_updates=100, lr=…`.
 * The lines of `train` are means of an epoch and count only where there is nothing finer.
 */
export const fairseq: Dialect = {
  format: 'fairseq',
  description: 'fairseq, json or simple log format',
  lossName: 'loss',
  parser: (log) => {
    let fine = false;
    return shapedDialect<'inner' | 'whole' | 'validation' | 'plan'>(log, {
      parse(line) {
        const plan = line.includes('max_update') ? planned.exec(line)?.indices?.[1] : undefined;
        const other = plan ? ({ what: 'plan', spans: [plan] } as const) : null;
        if (!line.includes('loss')) return other;
        if (/valid on |\[valid\]|\| valid \|/.test(line)) return { what: 'validation', spans: [plan] };
        const inner = line.includes('train_inner') || /epoch \d+:\s+\d+ \/ \d+ /.test(line);
        const whole = /\[train\]|\| train \||\| epoch \d+ \| loss /.test(line);
        if (!inner && !whole) return other;
        const at = (name: string) => field(line, name) ?? field(line, `train_${name}`);
        const [step, loss] = [at('num_updates'), at('loss')];
        if (step === undefined || loss === undefined) return other;
        return { what: inner ? 'inner' : 'whole', spans: [plan, step, loss, at('lr')] };
      },
      accept(what, numbers) {
        log.builder.plan(numbers[0]);
        if (what === 'validation') return log.validation('valid_loss');
        if (what === 'plan' || (what === 'whole' && fine)) return;
        const isInner = what === 'inner';
        if (isInner && !fine && log.points > 0) log.restart();
        fine ||= isInner;
        note(log, isInner);
        log.point(numbers[1], numbers[2], numbers[3]);
      },
    });
  },
};

function note(log: TextLog, inner: boolean): void {
  const coarse = 'one record per epoch: too coarse for a detector that looks at iterations';
  if (inner) log.notes.delete(coarse);
  else log.notes.add(coarse);
}

/** `"name": "1.5"`, `name=1.5` or `| name 1.5 |`: the value whole, that is, with what ends it. */
function field(line: string, name: string): Span | undefined {
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
    if (/[\w]/.test(line.charAt(at - 1))) continue;
    const from = at + name.length;
    const value = /^(?:"?:\s*"?|=|\s+)([^\s",|}]+)(?=[\s",|}]|$)/d.exec(line.slice(from, from + 200));
    const [start, end] = value?.indices?.[1] ?? [0, 0];
    const span = spanIf(line, [from + start, from + end]);
    if (span) return span;
  }
  return undefined;
}
