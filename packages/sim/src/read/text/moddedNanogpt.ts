import type { Dialect } from './dialect.js';
import { numberIn } from './scan.js';

const pattern = /step:(\d+)(?:\/(\d+))? train_loss:(\S+)/;

/** modded-nanogpt: `step:967/20000 train_loss:2.5141 train_time:23828ms …`; recent versions log `val_loss:` only. */
export const moddedNanogpt: Dialect = {
  format: 'modded-nanogpt',
  description: 'modded-nanogpt',
  lossName: 'train_loss',
  parser: (log) => (line) => {
    if (!line.includes('step:')) return;
    if (line.includes('train_loss:')) {
      const match = pattern.exec(line);
      if (!match) return;
      log.builder.plan(numberIn(match[2]));
      log.point(numberIn(match[1]), numberIn(match[3]));
    } else if (/step:\d+(?:\/\d+)? val_loss:\d/.test(line)) log.validation('val_loss');
  },
};
