import { EpochClock } from '../epochClock.js';
import type { Dialect } from './dialect.js';
import { numberIn } from './scan.js';

const pattern = /(\d+)epoch:train:\d+-(\d+)batch: .{0,2000}?\bloss=([^,\s]+)/;
const rate = /\boptim\d+_lr\d+=([^,\s]+)/;

/** ESPnet: `…INFO: 2epoch:train:101-200batch: iter_time=1e-4, loss_att=60.1, loss=55.2, …, optim0_lr0=1.25e-06, …`: means of 100. */
export const espnet: Dialect = {
  format: 'espnet',
  description: 'ESPnet (version 2)',
  lossName: 'loss',
  parser: (log) => {
    const clock = new EpochClock();
    return (line) => {
      const match = line.includes('epoch:train:') ? pattern.exec(line) : null;
      if (!match) return;
      log.point(
        clock.step(Number(match[1]), Number(match[2])),
        numberIn(match[3]),
        numberIn(rate.exec(line)?.[1]),
      );
      if (clock.guessed)
        log.notes.add('iterations restart in every epoch: counted on, with the length of an epoch guessed');
    };
  },
};
