import { fromJsonNumber, type JsonNumber, toJsonNumber } from './jsonNumber.js';

/** The latest values, oldest first, and their running sum. */
export interface RollingMeanState {
  readonly values: readonly JsonNumber[];
  readonly sum: JsonNumber;
}

export const emptyRollingMean: RollingMeanState = { values: [], sum: 0 };

/**
 * Adds a value to a window of at most `size`. As in the original, the sum is updated and never recomputed: rounding
 * errors accumulate, and a NaN or infinity stays in it after leaving the window. O(size) per value.
 */
export function pushRollingMean(state: RollingMeanState, value: number, size: number): RollingMeanState {
  const values = [...state.values, toJsonNumber(value)];
  let sum = fromJsonNumber(state.sum) + value;
  if (values.length > size) sum -= fromJsonNumber(values.shift()!);
  return { values, sum: toJsonNumber(sum) };
}

export const rollingMean = ({ values, sum }: RollingMeanState): number => fromJsonNumber(sum) / values.length;
