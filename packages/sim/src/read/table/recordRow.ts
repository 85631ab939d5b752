import type { Frame } from '../frame.js';
import { isEvaluationWord, isLabelName, kindOf, totalOf } from '../names.js';
import { numberOf } from '../number.js';
import { isRecord } from './jsonText.js';
import { longColumns } from './pivot.js';

/** RLlib nests its losses five deep. */
const deepest = 6;

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
  const long = longCell(record);
  if (long) visit(long.name, long.value);
  for (const [key, value] of Object.entries(record)) {
    const name = prefix + key;
    const number = numberIn(value) ?? placeIn(name, value);
    if (number !== undefined) visit(name, number);
    else if (Array.isArray(value)) visitPlace(name, value, visit);
    else if (typeof value === 'string') validates ||= isLabelName(key) && isEvaluationWord(value);
    else if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < deepest) {
      validates = visitRecord(value as Record<string, unknown>, visit, `${name}/`, depth + 1) || validates;
    }
  }
  return validates;
}

/** The number that a record of a long table names beside it: `{"name": "loss", "value": 2.5}`, or `"data": {"value": 2.5}`. */
function longCell(record: Record<string, unknown>): { name: string; value: number } | null {
  for (const inner of [record, ...Object.values(record).filter(isRecord)]) {
    const long = longColumns([...Object.keys(record), ...Object.keys(inner)]);
    const name = long && record[long.name];
    const value = long ? numberIn(inner[long.value]) : undefined;
    if (typeof name === 'string' && value !== undefined) return { name, value };
  }
  return null;
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

/** `"step": [2, 10, 40]` of DLLogger: the epoch, the iteration, and how many an epoch has. */
function visitPlace(
  name: string,
  list: readonly unknown[],
  visit: (name: string, value: number) => void,
): void {
  const place = list.length < 4 && kindOf(name).kind === 'step' ? list.map(numberIn) : [];
  const [epoch, step, total] = place;
  if (place.length === 0 || place.includes(undefined)) return;
  visit('epoch', epoch!);
  if (step !== undefined) visit(name, step);
  if (total !== undefined) visit(totalOf(name), total);
}

/** The number that a value of JSON is or spells. */
export function numberIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.length < 40 ? numberOf(value.trim()) : undefined;
}
