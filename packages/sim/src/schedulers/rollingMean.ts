import { fromJsonNumber, type JsonNumber, toJsonNumber } from './jsonNumber.js';

/** The latest values, oldest first, and their running sum. */
export interface RollingMeanState {
  readonly values: readonly JsonNumber[];
  readonly sum: JsonNumber;
}

export const emptyRollingMean: RollingMeanState = { values: [], sum: 0 };

/**
 * Takes one more value into a window of at most `size`. The sum is added to and subtracted from, never renewed, as in
 * the original: rounding piles up, and one NaN or infinity stays in it after it has left the window. O(size) a value.
 */
export function pushRollingMean(state: RollingMeanState, value: number, size: number): RollingMeanState {
  const values = [...state.values, toJsonNumber(value)];
  let sum = fromJsonNumber(state.sum) + value;
  if (values.length > size) sum -= fromJsonNumber(values.shift()!);
  return { values, sum: toJsonNumber(sum) };
}

export const rollingMean = ({ values, sum }: RollingMeanState): number => fromJsonNumber(sum) / values.length;
