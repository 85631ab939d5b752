import type { Dialect } from './dialect.js';
import { recordOr, shapedDialect } from './shapedDialect.js';

const pattern = /step:(\d+)(?:\/(\d+))? train_loss:(\S+)/d;

/** modded-nanogpt: `step:967/20000 train_loss:2.5141 train_time:23828ms …`; recent versions log `val_loss:` only. */
export const moddedNanogpt: Dialect = {
  format: 'modded-nanogpt',
  description: 'modded-nanogpt',
  lossName: 'train_loss',
  parser: (log) =>
    shapedDialect<'record' | 'torn' | 'validation'>(log, {
      parse(line) {
        if (!line.includes('step:')) return null;
        if (!line.includes('train_loss:'))
          return /step:\d+(?:\/\d+)? val_loss:\d/.test(line) ? { what: 'validation', spans: [] } : null;
        const match = pattern.exec(line);
        if (!match) return null;
        const [, step, total, loss] = match.indices!;
        return recordOr(line, 'record', 'torn', [step, loss, total]);
      },
      accept(what, numbers) {
        if (what === 'validation') return log.validation('val_loss');
        if (what === 'torn') return void log.torn++;
        log.builder.plan(numbers[2]);
        log.point(numbers[0], numbers[1]);
      },
    }),
};
