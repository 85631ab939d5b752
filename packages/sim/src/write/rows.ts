import type { Segment } from '../trace.js';
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

const rowsAPiece = 10_000;

/** The records of a segment as text, a line each, in pieces of some thousand lines. */
export function* textRows(
  { steps, losses, learningRates }: Segment,
  line: (step: number, loss: number, rate: number | null) => string,
): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  let text = '';
  for (let i = 0; i < steps.length; i++) {
    const rate = learningRates ? learningRates[i]! : NaN;
    text += `${line(steps[i]!, losses[i]!, Number.isNaN(rate) ? null : rate)}\n`;
    if (i % rowsAPiece !== rowsAPiece - 1) continue;
    yield encoder.encode(text);
    text = '';
  }
  if (text !== '') yield encoder.encode(text);
}
