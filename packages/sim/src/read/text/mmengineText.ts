import { EpochClock } from '../epochClock.js';
import type { Dialect } from './dialect.js';
import { numberIn } from './scan.js';

const byEpoch = /Epoch(?:\(train\))?\s+\[(\d+)\]\[\s*(\d+)\/(\d+)\]/;
const byIteration = /Iter(?:\(train\))?\s+\[\s*(\d+)\/(\d+)\]/;
const loss = /[\s,]loss: ([^\s,]+)/;
const rate = /[\s,]lr: ([^\s,]+)/;

/**
 * OpenMMLab: `… - mmengine - INFO - Epoch(train)   [1][50/733]  lr: 4.0e-08  eta: 4:59:11  …  loss: 0.42`,
 * `Iter(train) [  50/80000]  …`, and mmcv's `Epoch [1][50/7330]\tlr: 1.978e-03, …, loss: 1.2`.
 */
export const mmengineText: Dialect = {
  format: 'mmengine-text',
  description: 'OpenMMLab (mmengine, mmcv) text logs',
  lossName: 'loss',
  parser: (log) => {
    const clock = new EpochClock();
    return (line) => {
      if (!line.includes('Epoch') && !line.includes('Iter')) return;
      if (!line.includes('eta: ')) return void (/(?:Epoch|Iter)\((?:val|test)\)/.test(line) && log.signs++);
      const epoch = byEpoch.exec(line);
      const iteration = epoch ? null : byIteration.exec(line);
      if (!epoch && !iteration) return;
      const value = numberIn(loss.exec(line)?.[1]);
      if (value === undefined) return void log.signs++;
      if (iteration) log.builder.plan(Number(iteration[2]));
      const step = epoch
        ? clock.step(Number(epoch[1]), Number(epoch[2]), Number(epoch[3]))
        : Number(iteration![1]);
      log.point(step, value, numberIn(rate.exec(line)?.[1]));
    };
  },
};
