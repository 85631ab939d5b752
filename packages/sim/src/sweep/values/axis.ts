import { gridValues } from './gridValues.js';
import type { ValueRange, Values } from './values.js';

/** One option that a sweep varies: over some values, or (in a random search) anywhere in a range. */
export interface Axis {
  readonly option: string;
  readonly choices: readonly unknown[] | null;
  readonly range: ValueRange | null;
}

/** An axis of a grid (every range needs a count) or of a random search. */
export function axisOf(option: string, values: Values, random: boolean): Axis {
  if (random && values.kind === 'range' && values.count === null)
    return { option, choices: null, range: values };
  return { option, choices: gridValues(values), range: null };
}
