import type { Axis, ValueRange, Values } from './values.js';

/**
 * The grid values of an option, in order and without duplicates.
 *
 * @throws RangeError for a range without a count
 * @example
 * gridValues({ kind: 'range', from: 0.001, to: 0.1, count: 3, log: true, whole: false }); // [0.001, 0.01, 0.1]
 */
export function gridValues(values: Values): readonly unknown[] {
  if (values.kind === 'list') return distinct(values.values);
  const { count } = values;
  if (count === null)
    throw new RangeError('a range of a grid needs a count, as in 1e-4..1e-2:9:log; or use --random');
  return distinct(Array.from({ length: count }, (_, i) => numberAt(values, i / (count - 1))));
}

/** The number at a relative position in a range, rounded to 12 digits, so that 0.1 + 0.2 is 0.3. */
export function numberAt({ from, to, log, whole }: ValueRange, share: number): number {
  if (share === 0) return from;
  if (share === 1) return to;
  const value = log ? from * (to / from) ** share : from + (to - from) * share;
  return whole ? Math.round(value) : Number(value.toPrecision(12));
}

const distinct = (values: readonly unknown[]) => [
  ...new Map(values.map((value) => [JSON.stringify(value), value])).values(),
];

/** An axis of a grid (every range needs a count) or of a random search. */
export function axisOf(option: string, values: Values, random: boolean): Axis {
  if (random && values.kind === 'range' && values.count === null)
    return { option, choices: null, range: values };
  return { option, choices: gridValues(values), range: null };
}
