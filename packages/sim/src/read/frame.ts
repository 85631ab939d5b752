import { type Kind, kindOf } from './names.js';
import { NumberList } from './numberList.js';

/** What the user may say about the columns of a log. */
export interface ColumnOptions {
  /** Column, key or tag of the training loss. */
  readonly loss?: string;
  /** Column, key or tag of the learning rate. */
  readonly learningRate?: string;
  /** Column, key or tag of the step. */
  readonly step?: string;
  /** Takes each row away when it is complete. */
  readonly tap?: { row(frame: Frame): void };
}

/** The cells of one column of a sparse table: cell i stands in row rows[i]. */
export interface Series {
  readonly name: string;
  readonly kind: Kind;
  readonly rows: NumberList;
  readonly values: NumberList;
  /** The row of the last cell; -1 where it was taken back. */
  latest: number;
}

/** More columns than this that look like losses, rates or steps are not looked at. */
export const mostSeries = 1024;
const mostNames = 16_384;

/**
 * A sparse table of numbers with named columns, filled row by row. It keeps only what may be a loss, a learning rate
 * or a step, or what the user named.
 */
export class Frame {
  private readonly known = new Map<string, Series | null>();
  readonly series: Series[] = [];
  /** Whether there were more columns of interest than are looked at. */
  isFull = false;
  row = 0;

  constructor(readonly options: ColumnOptions) {}

  /** The column of this name, or null where its numbers are of no interest; what it is, if the name does not tell. */
  column(name: string, as?: Kind): Series | null {
    let found = this.known.get(name);
    if (found !== undefined) return found;
    const { loss, learningRate, step } = this.options;
    const named = [loss, learningRate, step].some((wanted) => wanted !== undefined && sameName(wanted, name));
    const kind = as ?? kindOf(name);
    found = null;
    const isWanted = named || kind.kind !== 'other';
    // What the user names is looked at wherever it stands.
    if (isWanted && this.series.length >= mostSeries && !named) this.isFull = true;
    else if (isWanted) {
      found = { name, kind, rows: new NumberList(), values: new NumberList(), latest: -1 };
      this.series.push(found);
    }
    if (this.known.size < mostNames) this.known.set(name, found);
    return found;
  }

  put(series: Series, value: number): void {
    // A name given twice in one row: the later one holds, as in JSON.
    if (series.latest === this.row) series.values.set(series.values.length - 1, value);
    else {
      series.rows.push(this.row);
      series.values.push(value);
      series.latest = this.row;
    }
  }

  cell(name: string, value: number, as?: Kind): void {
    const series = this.column(name, as);
    if (series) this.put(series, value);
  }

  /** Has this column a cell in the current row? */
  isFilled(name: string): boolean {
    return this.known.get(name)?.latest === this.row;
  }

  /** The row turned out to be of a validation: its losses are not of the training. */
  retractLosses(): void {
    for (const series of this.series) {
      if (series.kind.kind !== 'loss' || series.latest !== this.row) continue;
      series.rows.pop();
      series.values.pop();
      series.latest = -1;
    }
  }

  /** Forgets a column: its numbers turned out to mean nothing. */
  drop(name: string): void {
    const at = this.series.findIndex((series) => series.name === name);
    if (at >= 0) this.series.splice(at, 1);
    this.known.set(name, null);
  }

  /** Names of numbers that are no loss by their name, in the order in which they came. */
  get others(): string[] {
    return [...this.known].flatMap(([name, series]) =>
      (series === null || series.kind.kind === 'other') && /^[A-Za-z](?!.*timestamp)/.test(name)
        ? [name]
        : [],
    );
  }

  endRow(): void {
    this.options.tap?.row(this);
    this.row++;
  }

  /** The filled column that the user means. */
  named(name: string): Series | undefined {
    const filled = this.series.filter(({ values }) => values.length > 0);
    return (
      filled.find((series) => series.name === name) ?? filled.find((series) => sameName(series.name, name))
    );
  }
}

/** Names are the same up to case and blanks around. */
export function sameName(a: string, b: string): boolean {
  return a === b || a.trim().toLowerCase() === b.trim().toLowerCase();
}

/** Walks through a series as the rows go by. */
export class Cursor {
  private index = 0;
  constructor(private readonly series: Pick<Series, 'rows' | 'values'>) {}

  /** The value in this row, undefined for an empty cell; rows must not decrease. */
  at(row: number): number | undefined {
    const { rows, values } = this.series;
    this.index = rows.seek(row, this.index);
    return this.index < rows.length && rows.at(this.index) === row ? values.at(this.index) : undefined;
  }
}
