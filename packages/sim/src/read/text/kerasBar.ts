import type { Dialect } from './dialect.js';
import { numberIn } from './scan.js';

const pattern = /(\d+)\/(\d+) (?:\[[=>.]*\]|[━╸╺ ]*[━╸╺]|-(?= \d)).{0,300}?[\s-]loss: (\S+)(?=\s|$)/;
const rate = /[\s-](?:lr|learning_rate): (\S+)/;

/**
 * The progress bar of Keras: `Epoch 1/10`, then `4981/4981 [====] - 336s 67ms/step - loss: 1.0897 - accuracy: …`,
 * redrawn with carriage returns or backspaces. The loss is the mean since the epoch began.
 */
export const kerasBar: Dialect = {
  format: 'keras-bar',
  description: 'Keras progress bar',
  lossName: 'loss',
  parser: (log) => {
    let epoch = 1;
    let last = 0;
    return (line) => {
      const begun = line.startsWith('Epoch ') ? /^Epoch (\d+)\/(\d+)/.exec(line) : null;
      if (begun) [epoch, last] = [Number(begun[1]), 0];
      const match = line.includes('loss: ') ? pattern.exec(line) : null;
      if (!match) return;
      const [batch, batches] = [Number(match[1]), Number(match[2])];
      if (batch < last) epoch++;
      // The last batch is drawn twice, before and after the validation.
      if (batch === last) return;
      last = batch;
      log.notes.add('each loss is the running mean of its epoch');
      log.point((epoch - 1) * batches + batch, numberIn(match[3]), numberIn(rate.exec(line)?.[1]));
      if (line.includes('val_loss: ')) log.otherLosses.add('val_loss');
    };
  },
};
