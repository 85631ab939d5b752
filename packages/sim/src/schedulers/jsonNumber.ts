/** A double as JSON can hold it: JSON has no NaN and no infinities. The sign of −0 is dropped; nothing here asks for it. */
export type JsonNumber = number | 'NaN' | 'Infinity' | '-Infinity';

export const toJsonNumber = (value: number): JsonNumber =>
  Number.isFinite(value) ? value + 0 : (String(value) as JsonNumber);

export const fromJsonNumber = (value: JsonNumber): number => Number(value);
