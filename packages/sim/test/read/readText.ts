import { isLeft } from 'fp-ts/lib/Either.js';
import type { ReadError, ReadOptions } from '../../src/read/reader.js';
import { readTrace } from '../../src/read/readTrace.js';
import type { Trace } from '../../src/trace.js';

const bytesOf = (content: string | Uint8Array) =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

/** The trace of a log given as text or bytes; a log that cannot be read fails the test. */
export async function traceOf(content: string | Uint8Array, options: ReadOptions = {}): Promise<Trace> {
  const result = await readTrace('test.log', [bytesOf(content)], options);
  if (isLeft(result)) throw new Error(`${result.left.message}; ${result.left.advice}`);
  return result.right;
}

/** Why a log cannot be read; one that can be read fails the test. */
export async function errorOf(content: string | Uint8Array, options: ReadOptions = {}): Promise<ReadError> {
  const result = await readTrace('test.log', [bytesOf(content)], options);
  if (!isLeft(result))
    throw new Error(`read as ${result.right.format}: ${result.right.segments.length} segments`);
  return result.left;
}

/** Steps, losses and rates of each segment as plain arrays. */
export function curves({ segments }: Trace) {
  return segments.map(({ steps, losses, learningRates }) => ({
    steps: [...steps],
    losses: [...losses],
    rates: learningRates && [...learningRates],
  }));
}
