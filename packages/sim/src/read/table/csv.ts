import { ok } from '../../result.js';
import { Frame, type Series } from '../frame.js';
import { frameTrace } from '../frameTrace.js';
import { headLines } from '../lines.js';
import { isEvaluationWord, isLabelName, kindOf } from '../names.js';
import { numberOf } from '../number.js';
import { readError } from '../readError.js';
import type { Reader, ReadOptions, ReadResult } from '../reader.js';
import { runsOf } from '../shapes/runs.js';
import { type RowCell, ShapedRows } from '../shapes/shapedRows.js';
import { forEachRow } from './csvRows.js';
import {
  type Delimiter,
  decimalPoint,
  delimiterOf,
  namesInComment,
  roughCells,
  wholeRow,
} from './delimiter.js';
import { longColumns } from './pivot.js';
import { isWandbExport, WandbExport } from './wandbExport.js';

/** Any table as text with a header: Keras CSVLogger, Lightning, ultralytics, W&B, timm, … */
export const csv: Reader = {
  format: 'csv',
  description:
    'CSV with a header: Keras CSVLogger, Lightning metrics.csv, ultralytics results.csv, W&B exports, timm, …',
  detect(head) {
    if (head.includes(0)) return 0;
    const lines = headLines(head).filter((line) => line.trim() !== '');
    const begin = lines.findIndex((line) => !line.startsWith('#'));
    const below = lines[begin] ?? '';
    const commented = begin > 0 ? namesInComment(lines[begin - 1]!, below) : null;
    const [first, second] =
      commented === null ? lines.filter((line) => !line.startsWith('#')) : [commented, below];
    if (first === undefined || /^\s*[[{]/.test(first)) return 0;
    const delimiter = delimiterOf(first, second);
    if (delimiter === null) return 0;
    const names = roughCells(first, delimiter);
    const speaks = names.some((name) => kindOf(name).kind !== 'other') || isWandbExport(names);
    if (wholeRow(second) === undefined)
      return speaks && names.some((name) => kindOf(name).kind !== 'step') ? 0.6 : 0;
    return speaks ? 0.9 : 0.4;
  },
  async read(file, bytes, options) {
    let table: Table | null = null;
    let cut: readonly string[] = [];
    const isTable = await forEachRow(bytes, delimiterOf, {
      row(cells, line, delimiter, text) {
        const names = () => cells.map((cell) => cell.trim());
        if (table) table.row(cells, text);
        else table = tableOf(names(), options, line, delimiter);
      },
      takeBytes: (piece, from, to) => table?.takeBytes?.(piece, from, to) ?? 0,
      notes: (notes) => {
        cut = notes;
      },
    });
    if (!isTable || !table) {
      return readError(
        file,
        'no table: its first line does not name columns',
        'add a header such as step,lr,loss',
        1,
      );
    }
    const result = (table as Table).result(file);
    return !result.ok ? result : ok({ ...result.value, notes: [...result.value.notes, ...cut] });
  },
};

interface Table {
  row(cells: readonly string[], text: string | null): void;
  takeBytes?(bytes: Uint8Array, from: number, to: number): number;
  result(file: string): ReadResult;
}

function tableOf(names: readonly string[], options: ReadOptions, line: number, delimiter: Delimiter): Table {
  return isWandbExport(names)
    ? new WandbExport(names, options)
    : new PlainTable(names, options, line, delimiter);
}

class PlainTable implements Table {
  private readonly frame: Frame;
  private readonly rows: ShapedRows;
  private columns: readonly { readonly index: number; readonly series: Series }[] = [];
  private labels: readonly number[] = [];
  /** In a long table: where the name of a series stands, and where its value. */
  private long: { readonly name: number; readonly value: number } | null = null;
  private names: readonly string[] = [];
  private readonly notes: string[] = [];
  private readonly options: ReadOptions;

  constructor(
    names: readonly string[],
    options: ReadOptions,
    private readonly line: number,
    private readonly delimiter: Delimiter,
  ) {
    const lower = names.map((name) => name.toLowerCase());
    // A scalar downloaded from TensorBoard: the tag is in the file's name only.
    const isScalar = lower.includes('wall time') && lower.includes('step') && lower.includes('value');
    this.options = isScalar ? { loss: names[lower.indexOf('value')]!, ...options } : options;
    if (isScalar)
      this.notes.push('a TensorBoard download does not say which scalar it is: taken for the training loss');
    this.frame = new Frame(this.options);
    this.rows = new ShapedRows(this.frame);
    this.header(names);
  }

  private header(names: readonly string[]): void {
    this.rows.forget();
    this.names = names;
    const before = new Set<string>();
    this.columns = names.flatMap((name, index) => {
      // Of two columns of one name, the second is another one.
      const isSecond = name !== '' && before.has(name);
      before.add(name);
      const unique = isSecond ? `${name} (column ${index + 1})` : name;
      if (isSecond && kindOf(name).kind !== 'other' && this.notes.length < 8)
        this.notes.push(`there are two columns called '${name}': the second is '${unique}'`);
      const series = name === '' ? null : this.frame.column(unique);
      return series ? [{ index, series }] : [];
    });
    const long = names.some((name) => kindOf(name).kind === 'loss') ? null : longColumns(names);
    this.long = long && { name: names.indexOf(long.name), value: names.indexOf(long.value) };
    this.labels = names.flatMap((name, index) => (isLabelName(name) ? [index] : []));
  }

  row(cells: readonly string[], text: string | null): void {
    const found: number[] = [];
    for (const { index, series } of this.columns) {
      const value = this.value(cells[index]);
      if (value === undefined) continue;
      found.push(index);
      this.frame.put(series, value);
    }
    const value = this.long ? this.value(cells[this.long.value]) : undefined;
    if (value !== undefined) this.frame.cell(cells[this.long!.name]!.trim(), value);
    const isEvaluation = this.labels.some((index) => isEvaluationWord(cells[index]?.trim() ?? ''));
    if (isEvaluation) this.frame.retractLosses();
    // A run that was appended may bring its own header, perhaps with other columns.
    if (found.length === 0 && cells.some((cell) => kindOf(cell).kind === 'loss'))
      this.header(cells.map((cell) => cell.trim()));
    else if (text !== null && this.long === null && this.rows.isRecurring(text))
      this.learn(cells, text, isEvaluation);
    this.frame.endRow();
  }

  takeBytes(bytes: Uint8Array, from: number, to: number): number {
    return this.rows.takeBytes(bytes, from, to);
  }

  /** Lines of the shape of this one are rows as this one is. */
  private learn(cells: readonly string[], text: string, isEvaluation: boolean): void {
    if (this.labels.some((index) => /\d/.test(cells[index] ?? ''))) return;
    const starts: number[] = [];
    for (let at = 0, i = 0; i < cells.length; i++) {
      at = this.delimiter === ' ' ? text.indexOf(cells[i]!, at) : at;
      starts.push(at);
      at += cells[i]!.length + 1;
    }
    const row: RowCell[] = [];
    for (const { index, series } of this.columns) {
      const cell = cells[index] ?? '';
      const trimmed = cell.trim();
      if (trimmed === '') continue;
      // A comma within a number may mean two things.
      if (numberOf(trimmed) === undefined) {
        if (trimmed.includes(',')) return;
        continue;
      }
      const from = starts[index]! + cell.indexOf(trimmed);
      row.push({ series, span: [from, from + trimmed.length] });
    }
    this.rows.learn(text, runsOf(text), row, isEvaluation);
  }

  private value(text: string | undefined): number | undefined {
    const cell = text?.trim();
    if (cell === undefined || cell === '') return undefined;
    return numberOf(cell) ?? numberOf(decimalPoint(cell, this.delimiter));
  }

  result(file: string): ReadResult {
    const lower = this.names.map((name) => name.toLowerCase());
    const has = (...wanted: string[]) => wanted.some((name) => lower.includes(name));
    if (has('state') && has('name', 'run_name') && has('run_id', 'created', 'runtime', 'notes')) {
      return readError(
        file,
        'a W&B table of runs: one row per run, with its last loss only',
        'export a curve instead (the menu of a chart, CSV), or run.history() of one run',
        this.line,
      );
    }
    const { frame, options, notes } = this;
    const result = frameTrace({ file, format: csv.format, frame, options, notes });
    if (!result.ok && frame.row === 0) {
      return readError(file, 'a header without rows', 'use the log of a run that got further', this.line);
    }
    return result;
  }
}
