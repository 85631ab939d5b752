import type { Frame } from '../frame.js';
import { isEvaluationWord, isLabelName, kindOf } from '../names.js';
import { numberOf } from '../number.js';
import { longColumns } from './pivot.js';

const deepest = 3;

/** Puts the numbers of one JSON record into the current row and ends it. */
export function recordRow(frame: Frame, record: Record<string, unknown>): void {
  if (visitRecord(record, (name, value) => frame.cell(name, value))) frame.retractLosses();
  frame.endRow();
}

/**
 * Visits the numbers of one JSON record with their names; nested keys are joined: `train/loss`. True where the record says
 * that it is of a validation.
 */
export function visitRecord(
  record: Record<string, unknown>,
  visit: (name: string, value: number) => void,
  prefix = '',
  depth = 1,
): boolean {
  let validates = false;
  const long = longColumns(Object.keys(record));
  if (long && typeof record[long.name] === 'string') {
    const value = numberIn(record[long.value]);
    if (value !== undefined) visit(String(record[long.name]), value);
  }
  for (const [key, value] of Object.entries(record)) {
    const name = prefix + key;
    const number = numberIn(value) ?? placeIn(name, value);
    if (number !== undefined) visit(name, number);
    else if (typeof value === 'string') validates ||= isLabelName(key) && isEvaluationWord(value);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < deepest) {
      validates = visitRecord(value as Record<string, unknown>, visit, `${name}/`, depth + 1) || validates;
    }
  }
  return validates;
}

/** `"iter": "10/1000"`, as of a step or an epoch. */
const ofAll = /^\s*(\d+)\s*\/\s*\d+\s*$/;

/** Whether a value may be the place in a run that `visitRecord` takes for a step. */
export const mayBePlace = (value: string): boolean => ofAll.test(value);

function placeIn(name: string, value: unknown): number | undefined {
  const place = typeof value === 'string' && value.length < 40 ? ofAll.exec(value) : null;
  const { kind } = place ? kindOf(name) : { kind: 'other' };
  return kind === 'step' || kind === 'epoch' ? Number(place![1]) : undefined;
}

/** The number that a value of JSON is or spells. */
export function numberIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.length < 40 ? numberOf(value.trim()) : undefined;
}
