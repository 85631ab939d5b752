import { usageFailure } from './failure.js';

/** The value of a flag that counts something. */
export function positiveInteger(flag: string, text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value) || value < 1)
    throw usageFailure(`invalid ${flag}: ${text} (expected an integer ≥ 1)`);
  return value;
}

export function positiveNumber(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw usageFailure(`invalid ${flag}: ${text} (expected a number > 0)`);
  return value;
}
