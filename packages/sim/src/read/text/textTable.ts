import { kindOf } from '../names.js';
import { numberOf } from '../number.js';

type Cell = readonly [name: string, value: number];

const longest = 400;

const cellsOf = (line: string): string[] => {
  const text = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return (text.includes('|') ? text.split('|') : text.split(/\s{2,}|\t/)).map((cell) => cell.trim());
};

/**
 * A table in the middle of a text log: names in a line, `step | loss | lr`, set apart by bars or by two blanks or
 * more, and below it lines with as many numbers. One cell may hold something else, such as a time.
 */
export class TextTable {
  private names: readonly string[] | null = null;

  /** The cells of a row; undefined for the names above; null for a line of something else. */
  line(line: string): Cell[] | undefined | null {
    const first = line.charCodeAt(0);
    const isNarrow = line.length <= longest && line.length > 4;
    // A row begins with a number or a bar, mostly behind blanks; names are looked for where there may be some.
    if (!isNarrow || (this.names === null && !/loss/i.test(line))) return null;
    const cells = cellsOf(line);
    if (cells.length < 2) return null;
    if (this.names !== null && cells.length === this.names.length) {
      const row = cells.flatMap((text, i): Cell[] => {
        const value = numberOf(text);
        return value === undefined ? [] : [[this.names![i]!, value]];
      });
      if (row.length >= 2 && row.length >= cells.length - 1) return row;
    }
    const isHead =
      first !== 123 &&
      cells.every(
        (cell) =>
          cell !== '' &&
          cell.length < 30 &&
          !/[:=]/.test(cell) &&
          numberOf(cell) === undefined &&
          !/\d\.\d/.test(cell),
      ) &&
      cells.some((cell) => kindOf(cell).kind === 'loss');
    if (!isHead) return null;
    this.names = cells;
    return undefined;
  }
}
