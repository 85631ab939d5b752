import { numberOf } from '../number.js';
import { decimal } from './decimal.js';
import type { Run } from './runs.js';

/** Where a number stands in a line. */
export type Span = readonly [from: number, to: number];

/** Where a number stands in every line of a shape: from so many bytes before a run to so many behind one. */
export interface Place {
  readonly first: number;
  readonly before: number;
  readonly last: number;
  readonly after: number;
  /** The number itself, where it is the same in all of them. */
  readonly constant: number;
}

const missing: Place = { first: -1, before: 0, last: -1, after: 0, constant: Number.NaN };

/** The place of a number, or null where it cannot be told by whole runs. `digits` are the runs that are no bars. */
export function placeOf(line: string, span: Span | undefined, digits: readonly Run[]): Place | null {
  if (span === undefined) return missing;
  const [from, to] = span;
  const overlapping = digits.filter((run) => run.from < to && run.to > from);
  if (overlapping.length === 0)
    return { ...missing, constant: numberOf(line.slice(from, to).replaceAll(',', '')) ?? Number.NaN };
  const [first, last] = [overlapping[0]!, overlapping.at(-1)!];
  if (first.from < from || last.to > to) return null;
  return {
    first: digits.indexOf(first),
    before: first.from - from,
    last: digits.indexOf(last),
    after: to - last.to,
    constant: Number.NaN,
  };
}

/** The number at a place of the line whose runs begin and end so. */
export function numberAt(
  { first, before, last, after, constant }: Place,
  bytes: Uint8Array,
  starts: Int32Array,
  ends: Int32Array,
): number {
  return first < 0 ? constant : decimal(bytes, starts[first]! - before, ends[last]! + after);
}
