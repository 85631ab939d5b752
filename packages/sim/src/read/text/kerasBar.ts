import type { Dialect } from './dialect.js';
import { recordOr, shapedDialect } from './shapedDialect.js';

const pattern =
  /(\d+)\/(\d+) (?:\[[=>.]*\]|[━╸╺ ]*[━╸╺]|-(?= (?:\d|loss: ))).{0,2000}?[\s-]loss: (\S+)(?=\s|$)/d;
const rate = /[\s-](?:lr|learning_rate): (\S+)/d;
const epochs = /^[\s#>]*Epoch (\d+)\/(\d+)/d;

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
    /** Batches in an epoch, once it has begun by its name; a bar of another length is that of an evaluation. */
    let length: number | null | undefined;
    return shapedDialect<'epoch' | 'record' | 'validated' | 'torn'>(log, {
      parse(line) {
        const begun = line.includes('Epoch ') ? epochs.exec(line) : null;
        if (begun) return { what: 'epoch', spans: begun.indices!.slice(1) };
        const match = line.includes('loss: ') ? pattern.exec(line) : null;
        if (!match) return null;
        const [, batch, batches, loss] = match.indices!;
        const what = line.includes('val_loss: ') ? 'validated' : 'record';
        const spans = [batch, loss, batches, rate.exec(line)?.indices?.[1]];
        const said = recordOr<'record' | 'validated' | 'torn'>(line, what, 'torn', spans);
        // Where the bar stands counts, whatever the loss is.
        return said.what === 'torn' ? { what: 'torn', spans: [batch, undefined, batches] } : said;
      },
      accept(what, numbers) {
        if (what === 'epoch') {
          [epoch, last, length] = [numbers[0]!, 0, null];
          return;
        }
        const [batch, batches] = [numbers[0]!, numbers[2]!];
        if (length === null) length = batches;
        if (length !== undefined && batches !== length) return void log.signs++;
        if (batch < last) epoch++;
        // The last batch is drawn twice, before and after the validation.
        if (batch === last) return;
        last = batch;
        if (what === 'torn') return void log.torn++;
        log.notes.add('each loss is the running mean of its epoch');
        log.point((epoch - 1) * batches + batch, numbers[1], numbers[3]);
        if (what === 'validated') log.otherLosses.add('val_loss');
      },
    });
  },
};
