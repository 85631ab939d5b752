import { numberOf } from '../number.js';
import { decimal, powers } from './decimal.js';
import type { MatchedRuns } from './lineShapes.js';
import type { Run } from './runs.js';

/** A number in front of a line, which may be that of the process that printed it. */
export interface Label {
  readonly rank: number;
  /** It says that it is one. */
  readonly isCertain: boolean;
}

/** Where it stands. */
export interface LabelSpan {
  readonly span: Span;
  readonly isCertain: boolean;
}

/**
 * How a number is written, if not plainly: with a decimal comma, in thousands or more, with an exponent; or what it is rounded to,
 * told by the letter for thousands or by the exponent.
 */
export type Spelling = 'comma' | 'K' | 'M' | 'B' | 'e' | 'letter' | 'exponent';

/** Where a number stands in a line, and how it is written. */
export type Span = readonly [from: number, to: number, spelling?: Spelling];

const units: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, B: 1e9 };

/** The number that a text spells; NaN where it is none. */
export function spelledNumber(text: string, spelling?: Spelling): number {
  if (spelling === 'letter') return units[text.toUpperCase()] ?? Number.NaN;
  // tqdm prints three digits: 1e+4 is 9,950 to 10,049.
  if (spelling === 'exponent') return 10 ** Math.max(0, Number(text.slice(text.search(/e/i) + 1)) - 2);
  const number = numberOf(spelling === 'comma' ? text.replace(',', '.') : text.replaceAll(',', ''));
  return number === undefined ? Number.NaN : number * (units[spelling ?? ''] ?? 1);
}

/** With so many digits, a point among them or not, a number and its numerator are exact, see `decimal`. */
const exactDigits = 15;

/** Where a number stands in every line of a shape: its distances, in bytes, from the start of one run and the end of another. */
export interface NumberSlot {
  readonly first: number;
  readonly before: number;
  readonly last: number;
  readonly after: number;
  /** The number itself, where it is the same in all of them. */
  readonly constant: number;
  /** It is all digits, or digits with a point between. */
  readonly isPlain: boolean;
  readonly spelling?: Spelling;
}

const missing: NumberSlot = {
  first: -1,
  before: 0,
  last: -1,
  after: 0,
  constant: Number.NaN,
  isPlain: false,
};

/** The place of a number, or null where it cannot be told by whole runs. `digits` are the runs that are no bars. */
export function slotOf(line: string, span: Span | undefined, digits: readonly Run[]): NumberSlot | null {
  if (span === undefined) return missing;
  const [from, to, spelling] = span;
  const overlapping = digits.filter((run) => run.from < to && run.to > from);
  if (overlapping.length === 0)
    return { ...missing, constant: spelledNumber(line.slice(from, to), spelling) };
  const [first, last] = [overlapping[0]!, overlapping.at(-1)!];
  if (first.from < from || last.to > to) return null;
  return {
    isPlain: spelling === undefined && /^\d+(?:\.\d+)?$/.test(line.slice(from, to)),
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
  { first, before, last, after, constant, isPlain, spelling }: NumberSlot,
  bytes: Uint8Array,
  { starts, ends, values }: MatchedRuns,
): number {
  if (first < 0) return constant;
  // Whole runs were read while they were matched.
  if (isPlain && ends[last]! - starts[first]! <= exactDigits) {
    if (first === last) return values[first]!;
    const power = powers[ends[last]! - starts[last]!]!;
    return (values[first]! * power + values[last]!) / power;
  }
  const [from, to] = [starts[first]! - before, ends[last]! + after];
  return spelling === undefined
    ? decimal(bytes, from, to)
    : spelledNumber(String.fromCharCode(...bytes.subarray(from, to)), spelling);
}
