/**
 * A double in a form that JSON can represent: JSON has no NaN and no infinities. The sign of −0 is dropped, because
 * nothing here needs it.
 */
export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export const toJsonNumber = (value: number): JsonNumber =>
  Number.isFinite(value) ? value + 0 : (String(value) as JsonNumber);

export const fromJsonNumber = (value: JsonNumber): number => Number(value);
