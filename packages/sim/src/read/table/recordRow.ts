import type { Frame } from '../frame.js';
import { isEvaluationWord, isLabelName } from '../names.js';
import { numberOf } from '../number.js';
import { longColumns } from './pivot.js';

const deepest = 3;

/** Puts the numbers of one JSON record into the current row and ends it; nested keys are joined: `train/loss`. */
export function recordRow(frame: Frame, record: Record<string, unknown>): void {
  if (fill(frame, record, '', 1)) frame.retractLosses();
  frame.endRow();
}

/** True where the record says that it is of a validation. */
function fill(frame: Frame, record: Record<string, unknown>, prefix: string, depth: number): boolean {
  let validates = false;
  const long = longColumns(Object.keys(record));
  if (long && typeof record[long.name] === 'string') {
    const value = numberIn(record[long.value]);
    if (value !== undefined) frame.cell(String(record[long.name]), value);
  }
  for (const [key, value] of Object.entries(record)) {
    const name = prefix + key;
    const number = numberIn(value);
    if (number !== undefined) frame.cell(name, number);
    else if (typeof value === 'string') validates ||= isLabelName(key) && isEvaluationWord(value);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < deepest) {
      validates = fill(frame, value as Record<string, unknown>, `${name}/`, depth + 1) || validates;
    }
  }
  return validates;
}

function numberIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.length < 40 ? numberOf(value.trim()) : undefined;
}
