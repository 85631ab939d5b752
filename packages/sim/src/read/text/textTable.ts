import { kindOf } from '../names.js';
import { numberOf } from '../number.js';
import type { Span } from '../shapes/places.js';

interface Cell {
  readonly text: string;
  /** Where it begins in the line. */
  readonly from: number;
}

/** A row of a table: the names of its numbers, and where they stand. */
export interface TableRow {
  readonly names: readonly string[];
  readonly spans: readonly Span[];
}

/** A line with more than digits in it than this is no row of a table. */
const widest = 300;
const withoutDigits = (text: string): string => text.replace(/\d+/g, '');

const bar = /\|/g;
const blanks = /\s{2,}|\t/g;

function cellsOf(line: string): Cell[] {
  const text = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  const start = line.indexOf(text);
  const cells: Cell[] = [];
  const add = (from: number, to: number) => {
    const piece = text.slice(from, to);
    const trimmed = piece.trim();
    cells.push({ text: trimmed, from: start + from + piece.indexOf(trimmed) });
  };
  let from = 0;
  for (const { index, 0: between } of text.matchAll(text.includes('|') ? bar : blanks)) {
    add(from, index);
    from = index + between.length;
  }
  add(from, text.length);
  return cells;
}

/**
 * A table in the middle of a text log: names in a line, `step | loss | lr`, set apart by bars or by two blanks or
 * more, and below it lines with as many numbers. One cell may hold something else, such as a time.
 */
export class TextTable {
  private names: readonly string[] | null = null;

  /** A row; undefined for the names above; null for a line of something else. */
  line(line: string): TableRow | undefined | null {
    const first = line.charCodeAt(0);
    // A row begins with a number or a bar, mostly behind blanks; names are looked for where there may be some.
    if (this.names === null && (!/loss/i.test(line) || /[:=]|\d\.\d/.test(line))) return null;
    if (line.length > widest && withoutDigits(line.slice(0, 20 * widest)).length > widest) return null;
    const cells = cellsOf(line);
    if (cells.length < 2) return null;
    if (this.names !== null && cells.length === this.names.length) {
      const numbers = cells.flatMap(({ text }, i) => (numberOf(text) === undefined ? [] : [i]));
      if (numbers.length >= 2 && numbers.length >= cells.length - 1) {
        return {
          names: numbers.map((i) => this.names![i]!),
          spans: numbers.map((i) => [cells[i]!.from, cells[i]!.from + cells[i]!.text.length]),
        };
      }
    }
    const names = cells.map(({ text }) => text);
    const isHead =
      first !== 123 && names.every(mayBeName) && names.some((name) => kindOf(name).kind === 'loss');
    if (!isHead) return null;
    this.names = names;
    return undefined;
  }
}

const mayBeName = (cell: string): boolean =>
  cell !== '' &&
  withoutDigits(cell).length < 30 &&
  !/[:=]/.test(cell) &&
  numberOf(cell) === undefined &&
  !/\d\.\d/.test(cell);
