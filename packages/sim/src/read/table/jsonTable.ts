import { kindOf } from '../names.js';
import { catboostRows } from './catboost.js';
import { isRecord } from './jsonText.js';

/** A list of records, a record of lists, or TensorBoard's list of [wall time, step, value]. */
export type JsonTable =
  | { readonly kind: 'records'; readonly records: readonly Record<string, unknown>[] }
  | { readonly kind: 'columns'; readonly columns: Readonly<Record<string, readonly unknown[]>> }
  | { readonly kind: 'triples'; readonly triples: readonly (readonly number[])[] };

const mostNodes = 10_000;

/** The first table in a JSON value, level by level, that has a loss; else the first table at all. */
export function tableIn(value: unknown): JsonTable | null {
  const queue: unknown[] = [value];
  let any: JsonTable | null = null;
  for (let i = 0; i < queue.length && i < mostNodes; i++) {
    const node = queue[i];
    const table = tableAt(node);
    if (table && hasLoss(table)) return table;
    any ??= table;
    if (queue.length > mostNodes) continue;
    if (isRecord(node)) queue.push(...Object.values(node).slice(0, 1000));
    else if (Array.isArray(node)) queue.push(...node.slice(0, 100));
  }
  return any;
}

function tableAt(node: unknown): JsonTable | null {
  if (Array.isArray(node)) {
    if (node.length > 0 && node.every(isTriple)) return { kind: 'triples', triples: node };
    const records = node.filter(isRecord);
    return records.length > 0 && records.length * 2 > node.length ? { kind: 'records', records } : null;
  }
  if (!isRecord(node)) return null;
  const rows = catboostRows(node) ?? namedRows(node) ?? indexedRows(node);
  if (rows) return { kind: 'records', records: rows };
  const lists = Object.entries(node)
    .map(listOf)
    .filter(([, list]) => Array.isArray(list) && list.some(isNumberLike));
  if (lists.length === 0) return null;
  return { kind: 'columns', columns: Object.fromEntries(lists) as Record<string, readonly unknown[]> };
}

/** pandas writes a column as an object whose keys are the row numbers. */
function listOf([name, column]: [string, unknown]): [string, unknown] {
  const isIndexed =
    isRecord(column) && '0' in column && Object.keys(column).every((key) => /^\d+$/.test(key));
  return [name, isIndexed ? Object.values(column) : column];
}

function hasLoss(table: JsonTable): boolean {
  if (table.kind === 'triples') return true;
  const isLoss = (name: string) => ['loss', 'evaluation'].includes(kindOf(name).kind);
  if (table.kind === 'columns') return Object.keys(table.columns).some(isLoss);
  return table.records.some((record) => Object.keys(record).some(isLoss));
}

/** Seconds since 1970, a step, a value. */
function isTriple(value: unknown): value is number[] {
  if (!Array.isArray(value) || value.length !== 3 || !value.every((part) => typeof part === 'number'))
    return false;
  const [time, step] = value as [number, number, number];
  return time > 1e8 && Number.isInteger(step);
}

/** `{"columns": ["step", "loss"], "data": [[0, 2.5], …]}`: pandas, and tables of W&B. */
function namedRows({ columns, data }: Record<string, unknown>): Record<string, unknown>[] | null {
  if (!Array.isArray(columns) || !Array.isArray(data) || !columns.every((name) => typeof name === 'string'))
    return null;
  return data
    .filter((row): row is unknown[] => Array.isArray(row))
    .map((row) => Object.fromEntries(columns.map((name: string, i) => [name, row[i]])));
}

/** `{"0": {"step": 0, "loss": 2.5}, …}`. */
function indexedRows(node: Record<string, unknown>): Record<string, unknown>[] | null {
  const rows = Object.values(node);
  return '0' in node && rows.every(isRecord) && Object.keys(node).every((key) => /^\d+$/.test(key))
    ? rows
    : null;
}

function isNumberLike(value: unknown): boolean {
  return typeof value === 'number' || value === 'NaN' || value === 'Infinity' || value === '-Infinity';
}
