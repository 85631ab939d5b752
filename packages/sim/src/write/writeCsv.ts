import { textRows } from './rows.js';
import type { Writer } from './writer.js';

/** `step,learning_rate,loss`: numbers in full precision, `NaN` and `Infinity` as Python and JavaScript read them. */
export const csvWriter: Writer = {
  format: 'csv',
  extension: '.csv',
  description: 'CSV with the columns step, learning_rate (if known), loss',
  async *write(segment) {
    const hasRate = segment.learningRates !== null;
    yield new TextEncoder().encode(hasRate ? 'step,learning_rate,loss\n' : 'step,loss\n');
    yield* textRows(segment, (step, loss, rate) =>
      hasRate ? `${step},${rate ?? ''},${loss}` : `${step},${loss}`,
    );
  },
};
