import type { Segment } from '../trace.js';

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
