import { numberOf } from '../number.js';
import type { Dialect } from './dialect.js';
import { numberIn } from './scan.js';
import type { TextLog } from './textLog.js';

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
    return (line) => {
      if (line.includes('max_update'))
        log.builder.plan(numberIn(/max_update['"]?[:=]\s*(\d+)/.exec(line)?.[1]));
      if (!line.includes('loss')) return;
      if (/valid on |\[valid\]|\| valid \|/.test(line)) return log.validation('valid_loss');
      const inner = line.includes('train_inner') || /epoch \d+:\s+\d+ \/ \d+ /.test(line);
      const whole = /\[train\]|\| train \||\| epoch \d+ \| loss /.test(line);
      if (!inner && (!whole || fine)) return;
      const at = (name: string) => field(line, name) ?? field(line, `train_${name}`);
      const [step, loss] = [at('num_updates'), at('loss')];
      if (step === undefined || loss === undefined) return;
      if (inner && !fine && log.points > 0) log.restart();
      fine ||= inner;
      tell(log, inner);
      log.point(step, loss, at('lr'));
    };
  },
};

function tell(log: TextLog, inner: boolean): void {
  const note = 'one record per epoch: too coarse for a detector that looks at iterations';
  if (inner) log.notes.delete(note);
  else log.notes.add(note);
}

/** `"name": "1.5"`, `name=1.5` or `| name 1.5 |`: the value whole, that is, with what ends it. */
function field(line: string, name: string): number | undefined {
  for (let at = line.indexOf(name); at >= 0; at = line.indexOf(name, at + 1)) {
    if (/[\w]/.test(line.charAt(at - 1))) continue;
    const value = /^(?:"?:\s*"?|=|\s+)([^\s",|}]+)(?=[\s",|}]|$)/.exec(
      line.slice(at + name.length, at + name.length + 60),
    );
    const number = value && numberOf(value[1]!);
    if (number !== null && number !== undefined) return number;
  }
  return undefined;
}
