import { forEachLine } from '../lines.js';
import type { Bytes } from '../reader.js';
import { type Delimiter, namesInComment } from './delimiter.js';

/** Characters within which a quote must be closed to count as an opening one. */
const longestCell = 1 << 20;

export interface RowTaker {
  /** The cells, not trimmed, the row's line, and its text, unless it had quotes. */
  row(cells: string[], line: number, delimiter: Delimiter, text: string | null): void;
  /** See LineTaker. */
  takeBytes(bytes: Uint8Array, from: number, to: number): number;
  /** What there is to say of the lines. */
  notes(notes: readonly string[]): void;
}

/**
 * The rows of a delimited text without the whole text in memory. `start` sees the first two lines and names the
 * delimiter. A line without quotes is cut as it is; lines with quotes are gathered until no quoted cell is open.
 * False where `start` finds no delimiter.
 */
export async function forEachRow(
  bytes: Bytes,
  start: (first: string, second: string | undefined) => Delimiter | null,
  taker: RowTaker,
): Promise<boolean> {
  const { default: Papa } = await import('papaparse');
  let delimiter: Delimiter | null | undefined;
  const opening: string[] = [];
  let batch: string[] = [];
  let size = 0;
  let open = false;
  let line = 0;
  let comment: string | null = null;

  const flush = () => {
    if (batch.length === 0 || !delimiter) return;
    const separator = delimiter;
    const { data } = Papa.parse<string[]>(batch.join('\n'), { delimiter, newline: '\n' });
    const first = line - batch.length + 1;
    data.forEach((cells, i) => {
      taker.row(cells, first + i, separator, null);
    });
    [batch, size, open] = [[], 0, false];
  };
  const add = (text: string) => {
    if (!delimiter) return;
    const quotes = text.includes('"');
    if (!open && !quotes) {
      line++;
      return taker.row(cellsOf(text, delimiter), line, delimiter, text);
    }
    line++;
    batch.push(text);
    size += text.length + 1;
    if (quotes && (text.split('"').length & 1) === 0) open = !open;
    if (!open || size > longestCell) flush();
  };
  const begin = () => {
    delimiter = start(opening[0] ?? '', opening[1]);
    // The names of rows have no name of their own.
    if (delimiter === ' ' && isShort(opening[0], opening[1])) opening[0] = `row ${opening[0]}`;
    for (const text of opening) add(text);
  };
  const notes = await forEachLine(bytes, {
    line(text, number) {
      if (delimiter === null) return;
      if (delimiter !== undefined) return add(text);
      // Blank lines and comments above the header are no part of the table, unless they are it.
      if (opening.length === 0 && text.startsWith('#')) comment = text;
      if (opening.length === 0 && (text.trim() === '' || text.startsWith('#'))) return;
      const names = opening.length === 0 ? namesInComment(comment, text) : null;
      if (names !== null) opening.push(names);
      if (opening.push(text) === 1 || names !== null) line = number - 1;
      if (opening.length >= 2) begin();
    },
    takeBytes(piece, from, to) {
      const next =
        delimiter === undefined || delimiter === null || open ? 0 : taker.takeBytes(piece, from, to);
      if (next > 0) line++;
      return next;
    },
  });
  if (delimiter === undefined) begin();
  flush();
  if (delimiter !== null) taker.notes(notes);
  return delimiter !== null;
}

const cellsOf = (text: string, delimiter: Delimiter): string[] =>
  delimiter === ' ' ? text.trim().split(/\s+/) : text.split(delimiter);

/** `step loss` above `0 10 2.5`: as R writes tables, and pandas prints them. */
export function isShort(header: string | undefined, row: string | undefined): boolean {
  const count = (line = '') => line.trim().split(/\s+/).length;
  return count(header) === count(row) - 1;
}
