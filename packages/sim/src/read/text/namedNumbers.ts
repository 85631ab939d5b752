import type { Frame, Series } from '../frame.js';
import { roundedOf } from '../names.js';

export type Cell = readonly [name: string, value: number];

/** What a line of names and numbers says of its numbers, which come beside it in the same order. */
export interface NamedNumbers {
  readonly names: readonly string[];
  /** The column of each; null where it is of no interest. */
  readonly columns: readonly (Series | null)[];
  /** The names of the losses. */
  readonly losses: readonly string[];
  /** Which of them are steps, and which epochs. */
  readonly steps: Marked;
  /** How good the best of the steps' names is; 0 is best. */
  readonly stepTier: number;
  readonly epochs: Marked;
  readonly hasEvaluation: boolean;
  readonly hasRate: boolean;
  /** Behind the named numbers come how far a progress bar is, and of how much. */
  readonly hasBar: boolean;
  /** A step among them is rounded. */
  readonly isRounded: boolean;
  /** What lines with a loss look like; null for others. */
  readonly template: string | null;
  /** A place for the numbers of a line that has to wait. */
  readonly held: Float64Array;
}

/** A row that waits for what comes behind it: its numbers are held, cells that lines above add are its own. */
export interface HeldRow {
  readonly what: NamedNumbers;
  readonly added: readonly Cell[];
}

/** Holds a row: until the next one of its shape is held. */
export function hold(what: NamedNumbers, numbers: Float64Array, added: readonly Cell[]): HeldRow {
  for (let i = 0; i < what.held.length; i++) what.held[i] = numbers[i]!;
  return { what, added: added.length === 0 ? added : added.map(([name, value]) => [name, value]) };
}

/** Puts numbers into the current row of a frame. */
export function putCells(
  frame: Frame,
  { columns }: NamedNumbers,
  numbers: Float64Array,
  added: readonly Cell[],
): void {
  for (let i = 0; i < columns.length; i++) {
    const column = columns[i];
    if (column) frame.put(column, numbers[i]!);
  }
  for (const [name, value] of added) frame.cell(name, value);
}

/** Some of the numbers: which, and a place to put them while a line is looked at. */
interface Marked {
  readonly indexes: readonly number[];
  readonly cells: readonly [name: string, value: number][];
}

/** Their values in this line; they hold until the next line of its shape. */
export function valuesOf({ indexes, cells }: Marked, numbers: Float64Array): readonly Cell[] {
  for (let i = 0; i < indexes.length; i++) cells[i]![1] = numbers[indexes[i]!]!;
  return cells;
}

export interface Extra {
  readonly hasBar?: boolean;
  readonly template?: string | null;
  /** The name of the loss that the user wants, whatever it sounds like. */
  readonly loss?: string | undefined;
}

export function namedNumbers(frame: Frame, names: readonly string[], extra: Extra = {}): NamedNumbers {
  const { hasBar = false, template = null, loss } = extra;
  const columns = names.map((name) => frame.column(name));
  const is = (i: number, kind: string) => columns[i]?.kind.kind === kind;
  const indexes = (kind: string) => names.flatMap((_, i) => (is(i, kind) ? [i] : []));
  const marked = (kind: string): Marked => {
    const those = indexes(kind);
    return { indexes: those, cells: those.map((i) => [names[i]!, Number.NaN]) };
  };
  return {
    names,
    columns,
    losses: names.filter((name, i) => is(i, 'loss') || name === loss),
    steps: marked('step'),
    stepTier: Math.min(
      ...columns.map((column) => (column?.kind.kind === 'step' ? column.kind.tier : Infinity)),
    ),
    epochs: marked('epoch'),
    hasEvaluation: indexes('evaluation').length > 0,
    hasRate: indexes('rate').length > 0,
    hasBar,
    isRounded: names.some((name) => name.endsWith(roundedOf(''))),
    template,
    held: new Float64Array(names.length),
  };
}
