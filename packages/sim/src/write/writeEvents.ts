import { concat } from '../read/bytes.js';
import type { Writer } from './writer.js';

const recordsAPiece = 2000;

/**
 * A TensorBoard event file with the scalars `loss` and `learning_rate`, as PyTorch writes them: 32-bit floats. The
 * log knows no times, so all events are at time 0; TensorBoard's axis STEP is the one to look at.
 */
export const eventsWriter: Writer = {
  format: 'tensorboard',
  extension: '.tfevents',
  description: 'a TensorBoard event file with the tags loss and learning_rate (if known)',
  async *write({ steps, losses, learningRates }) {
    const odd = steps.find((step) => !Number.isSafeInteger(step));
    if (odd !== undefined) throw new RangeError(`invalid step: ${odd} (an event file counts whole steps)`);
    const { fileVersionEvent, scalarEvent } = await import('./scalarEvent.js');
    let pieces = [fileVersionEvent(0)];
    for (let i = 0; i < steps.length; i++) {
      const rate = learningRates ? learningRates[i]! : NaN;
      const known: Record<string, number> = Number.isNaN(rate) ? {} : { learning_rate: rate };
      pieces.push(scalarEvent(steps[i]!, { loss: losses[i]!, ...known }, 0));
      if (pieces.length < recordsAPiece) continue;
      yield concat(pieces);
      pieces = [];
    }
    if (pieces.length > 0) yield concat(pieces);
  },
};
