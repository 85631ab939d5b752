import { numberOf } from '../number.js';
import { decimal } from './decimal.js';
import type { Run } from './runs.js';

/**
 * How a number is written, if not plainly: with a decimal comma, in thousands or more, with an exponent; or what it is rounded to,
 * told by the letter for thousands or by the exponent.
 */
export type Spelling = 'comma' | 'K' | 'M' | 'B' | 'e' | 'letter' | 'exponent';

/** Where a number stands in a line, and how it is written. */
export type Span = readonly [from: number, to: number, spelling?: Spelling];

const powers: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9 };

/** The number that a text spells; NaN where it is none. */
export function spelledNumber(text: string, spelling?: Spelling): number {
  if (spelling === 'letter') return powers[text.toUpperCase()] ?? Number.NaN;
  // tqdm prints three digits: 1e+4 is 9,950 to 10,049.
  if (spelling === 'exponent') return 10 ** Math.max(0, Number(text.slice(text.search(/e/i) + 1)) - 2);
  const number = numberOf(spelling === 'comma' ? text.replace(',', '.') : text.replaceAll(',', ''));
  return number === undefined ? Number.NaN : number * (powers[spelling ?? ''] ?? 1);
}

/** Where a number stands in every line of a shape: its distances, in bytes, from the start of one run and the end of another. */
export interface Place {
  readonly first: number;
  readonly before: number;
  readonly last: number;
  readonly after: number;
  /** The number itself, where it is the same in all of them. */
  readonly constant: number;
  readonly spelling?: Spelling;
}

const missing: Place = { first: -1, before: 0, last: -1, after: 0, constant: Number.NaN };

/** The place of a number, or null where it cannot be told by whole runs. `digits` are the runs that are no bars. */
export function placeOf(line: string, span: Span | undefined, digits: readonly Run[]): Place | null {
  if (span === undefined) return missing;
  const [from, to, spelling] = span;
  const overlapping = digits.filter((run) => run.from < to && run.to > from);
  if (overlapping.length === 0)
    return { ...missing, constant: spelledNumber(line.slice(from, to), spelling) };
  const [first, last] = [overlapping[0]!, overlapping.at(-1)!];
  if (first.from < from || last.to > to) return null;
  return {
    first: digits.indexOf(first),
    before: first.from - from,
    last: digits.indexOf(last),
    after: to - last.to,
    constant: Number.NaN,
    ...(spelling === undefined ? {} : { spelling }),
  };
}

/** The number at a place of the line whose runs begin and end so. */
export function numberAt(
  { first, before, last, after, constant, spelling }: Place,
  bytes: Uint8Array,
  starts: Int32Array,
  ends: Int32Array,
): number {
  if (first < 0) return constant;
  const [from, to] = [starts[first]! - before, ends[last]! + after];
  return spelling === undefined
    ? decimal(bytes, from, to)
    : spelledNumber(String.fromCharCode(...bytes.subarray(from, to)), spelling);
}
