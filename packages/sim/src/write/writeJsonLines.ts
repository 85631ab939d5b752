import { textRows } from './rows.js';
import type { Writer } from './writer.js';

// JSON has no word for these: the names as strings are what W&B writes, and Python's float() reads.
const jsonNumber = (value: number) => (Number.isFinite(value) ? String(value) : `"${value}"`);

/** `{"step":20,"learning_rate":0.02,"loss":42.1388}` a line; losses that are not finite are the strings "NaN", "Infinity". */
export const jsonLinesWriter: Writer = {
  format: 'json-lines',
  extension: '.jsonl',
  description: 'JSON lines with step, learning_rate (if known), loss',
  async *write(segment) {
    yield* textRows(segment, (step, loss, rate) => {
      const known = rate === null ? '' : `"learning_rate":${jsonNumber(rate)},`;
      return `{"step":${step},${known}"loss":${jsonNumber(loss)}}`;
    });
  },
};
