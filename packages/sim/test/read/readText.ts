import type { ReadError, ReadOptions } from '../../src/read/reader.js';
import { readTrace } from '../../src/read/readTrace.js';
import type { Trace } from '../../src/trace.js';

const bytesOf = (content: string | Uint8Array) =>
  typeof content === 'string' ? new TextEncoder().encode(content) : content;

/** The trace of a log given as text or bytes; a log that cannot be read fails the test. */
export async function traceOf(content: string | Uint8Array, options: ReadOptions = {}): Promise<Trace> {
  const result = await readTrace('test.log', [bytesOf(content)], options);
  if (!result.ok) throw new Error(`${result.problem.message}; ${result.problem.advice}`);
  return result.value;
}

/** Why a log cannot be read; one that can be read fails the test. */
export async function errorOf(content: string | Uint8Array, options: ReadOptions = {}): Promise<ReadError> {
  const result = await readTrace('test.log', [bytesOf(content)], options);
  if (result.ok) throw new Error(`read as ${result.value.format}: ${result.value.segments.length} segments`);
  return result.problem;
}

/** Steps, losses and rates of each segment as plain arrays. */
export function curves({ segments }: Trace) {
  return segments.map(({ steps, losses, learningRates }) => ({
    steps: [...steps],
    losses: [...losses],
    rates: learningRates && [...learningRates],
  }));
}
