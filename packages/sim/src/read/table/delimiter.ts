import { kindOf } from '../names.js';
import { numberOf } from '../number.js';

/** What separates the cells of a table; a blank stands for any run of blanks. */
export type Delimiter = ',' | ';' | '\t' | '|' | ' ';

const delimiters: readonly Delimiter[] = [',', ';', '\t', '|', ' '];

/** Cells of one line, roughly: enough to look at a header, quotes within cells aside. */
export function roughCells(line: string, delimiter: Delimiter): string[] {
  const cells = delimiter === ' ' ? line.trim().split(/\s+/) : line.split(delimiter);
  return cells.map((cell) => cell.trim().replace(/^"|"$/g, ''));
}

/** Whether a line may be the names of a table's columns. */
function isHeader(cells: readonly string[]): boolean {
  const named = cells.filter((cell) => /[A-Za-z_]/.test(cell));
  return (
    named.length > 0 &&
    // `loss: 0.5` is no name of a column, `mAP_0.5:0.95` is one.
    cells.every(
      (cell) => numberOf(cell) === undefined && !/[A-Za-z_"')\]\s][=:]\s*[-+.\d]|[\]:=]$|\d:\d\d/.test(cell),
    )
  );
}

/** The delimiter of a table, judged by its first line and the line after; null where these are no table. */
export function delimiterOf(header: string, line: string | undefined): Delimiter | null {
  const row = wholeRow(line);
  let best: Delimiter | null = null;
  let width = 1;
  for (const delimiter of delimiters) {
    const names = roughCells(header, delimiter);
    // Blanks separate the words of any sentence: only numbers below each name make it a table.
    const cells = row === undefined ? [] : roughCells(row, delimiter);
    const numbers = cells.filter((cell) => numberOf(decimalPoint(cell, delimiter)) !== undefined).length;
    // One cell may hold something else, such as a time, where the names say what the others are.
    const least = names.some((name) => kindOf(name).kind === 'loss') ? names.length - 1 : names.length;
    // Names of rows have no name of their own.
    const fits = cells.length === names.length || cells.length === names.length + 1;
    if (delimiter === ' ' && (best !== null || numbers < Math.max(least, 2) || !fits)) continue;
    if (row !== undefined && numbers === 0) continue;
    if (names.length > width && isHeader(names)) [best, width] = [delimiter, names.length];
  }
  // A column alone.
  if (
    best === null &&
    kindOf(header.trim()).kind === 'loss' &&
    row !== undefined &&
    numberOf(row.trim()) !== undefined
  )
    return ',';
  return best;
}

/** The names of columns behind a comment's mark, `# step loss lr`, if the line below has as many numbers; or null. */
export function namesInComment(comment: string | null, below: string): string | null {
  const names = comment?.replace(/^#+\s*/, '') ?? '';
  const delimiter = delimiterOf(names, below);
  if (delimiter === null) return null;
  const cells = roughCells(below, delimiter);
  const areNumbers = cells.every((cell) => numberOf(decimalPoint(cell, delimiter)) !== undefined);
  return areNumbers && cells.length === roughCells(names, delimiter).length ? names : null;
}

/** A line in which a quoted cell goes on to the next line says nothing about the table. */
export function wholeRow(line: string | undefined): string | undefined {
  return line !== undefined && line.split('"').length % 2 === 1 ? line : undefined;
}

/** `0,5` of a table with semicolons or tabs is 0.5; `1,000` of a table with commas, in quotes, is 1000. */
export function decimalPoint(cell: string, delimiter: Delimiter): string {
  if ((delimiter === ';' || delimiter === '\t') && /^[-+]?\d+,\d+([eE][-+]?\d+)?$/.test(cell))
    return cell.replace(',', '.');
  return delimiter === ',' && /^\d{1,3}(,\d{3})+$/.test(cell) ? cell.replaceAll(',', '') : cell;
}
