/** A double as JSON can hold it: JSON has no NaN, no infinities and, in practice, no −0. */
export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity' | '-0';

export function toJsonNumber(value: number): JsonNumber {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : (String(value) as JsonNumber);
}

export const fromJsonNumber = (value: JsonNumber): number => Number(value);
