import { count } from '../numbers.js';
import { usageFailure } from './failure.js';

/** The value of a flag that counts something. */
export function positiveInteger(flag: string, text: string): number {
  const value = Number(text.replaceAll('_', ''));
  if (!Number.isSafeInteger(value) || value < 1)
    throw usageFailure(`invalid ${flag}: ${text} (expected an integer ≥ 1)`);
  return value;
}

/** The value of --total-steps: no run was planned for fewer iterations than it has. */
export function plannedSteps(text: string, file: string, iterations: number): number {
  const wanted = positiveInteger('--total-steps', text);
  if (wanted >= iterations) return wanted;
  throw usageFailure(`invalid --total-steps: ${text} (${file} has ${count(iterations)} iterations already)`);
}

export function positiveNumber(flag: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0)
    throw usageFailure(`invalid ${flag}: ${text} (expected a number > 0)`);
  return value;
}
