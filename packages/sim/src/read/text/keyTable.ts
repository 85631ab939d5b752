import { numberOf } from '../number.js';

const row = /^\|\s*([^|]{1,60}?)\s*\|\s*([^|]{0,40}?)\s*\|\s*$/;

/**
 * A table of names and numbers, one below the other, as Stable-Baselines and OpenAI's baselines print it every so
 * often: `| train/ | |`, `|    loss | 0.5 |`, between rules of dashes.
 */
export class KeyTable {
  /** Whether a line may be of such a table: it is a rule, or has two cells. */
  static mayHave(line: string): boolean {
    return line.startsWith('|') ? line.split('|', 5).length < 5 : /^[-+=]+\s*$/.test(line);
  }

  private prefix = '';
  private cells: (readonly [name: string, value: number])[] = [];

  /** The cells of a table that this line ends; undefined where the line is of a table; null where it is not. */
  line(line: string): (readonly [name: string, value: number])[] | undefined | null {
    const first = line.charCodeAt(0);
    // A bar, or a rule; most lines are neither.
    if ((first !== 124 && first !== 45 && first !== 43 && first !== 61) || line.length > 200) return null;
    const text = line.trim();
    if (/^[-+=]{8,}$/.test(text)) {
      const { cells } = this;
      [this.cells, this.prefix] = [[], ''];
      return cells.length > 0 ? cells : null;
    }
    const match = text.startsWith('|') ? row.exec(text) : null;
    if (!match) return null;
    const [, name, value] = match as unknown as [string, string, string];
    if (value === '' && name.endsWith('/')) this.prefix = name;
    const number = numberOf(value);
    if (number !== undefined && this.cells.length < 256) this.cells.push([this.prefix + name, number]);
    return number !== undefined || value === '' ? undefined : null;
  }
}
