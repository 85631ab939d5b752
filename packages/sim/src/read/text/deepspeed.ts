import { EpochClock } from '../epochClock.js';
import type { Dialect } from './dialect.js';
import { numberIn } from './scan.js';

const ppo = /epoch: (\d+)\s*\|\s*step: (\d+)\s*\|.{0,300}?\bact(?:or)?[_ ]loss: ([^\s|]+)/i;
const supervised = /epoch: (\d+), step: (\d+), rank: \d+, loss = (\S+)/i;

/**
 * DeepSpeed prints learning rates, `[Rank 0] step=450, skipped=6, lr=[9.56e-06, …]`, and leaves the loss to the user;
 * DeepSpeed-Chat prints `epoch: 0|step: 199|ppo_ep: 1|act_loss: 0.18|cri_loss: 0.17|…`, steps anew in every epoch.
 */
export const deepspeed: Dialect = {
  format: 'deepspeed',
  description: 'DeepSpeed and DeepSpeed-Chat',
  lossName: 'act_loss',
  parser: (log) => {
    const clock = new EpochClock();
    return (line) => {
      if (line.includes('log_dist]') && line.includes('lr=[')) return log.rate();
      if (!/loss/i.test(line) || !/epoch: /i.test(line)) return;
      const chat = ppo.exec(line);
      const match = chat ?? supervised.exec(line);
      const [epoch, step, loss] = [1, 2, 3].map((group) => numberIn(match?.[group]));
      if (epoch === undefined || step === undefined) return;
      if (chat) log.otherLosses.add('cri_loss');
      else log.lossName = 'loss';
      log.point(clock.step(epoch, step), loss);
      if (clock.guessed) log.notes.add('steps restart in every epoch: counted on');
    };
  },
};
