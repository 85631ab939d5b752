import { numberOf } from '../number.js';

const row = /^\|\s*([^|]{1,60}?)\s*\|\s*([^|]{0,40}?)\s*\|\s*$/;

/** What Ray Tune prints above each result, and a number in it. */
const resultHead = /^Result for \S+:\s*$/;
const resultRow = /^\s+([\w/.-]{1,60}): (\S{1,40})\s*$/;

/**
 * A table of names and numbers, one below the other, as Stable-Baselines and OpenAI's baselines print it every so
 * often: `| train/ | |`, `|    loss | 0.5 |`, between rules of dashes; or Ray Tune: `Result for PPO:`, `  total_loss: 0.5`, up to
 * a line that is not indented.
 */
export class KeyTable {
  /** Whether a line may be of such a table: it is a rule, or has two cells. */
  static mayHave(line: string): boolean {
    return line.startsWith('|') ? line.split('|', 5).length < 5 : /^[-+=]+\s*$/.test(line);
  }

  private prefix = '';
  /** Within a result of Ray Tune, whose lines belong to it, whatever they are like. */
  isOpen = false;
  private cells: (readonly [name: string, value: number])[] = [];

  /** The cells of a table that this line ends; undefined where the line is of a table; null where it is not. */
  line(line: string): (readonly [name: string, value: number])[] | undefined | null {
    const first = line.charCodeAt(0);
    if (this.isOpen || (first === 82 && resultHead.test(line))) return this.result(line);
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

  private result(line: string): (readonly [name: string, value: number])[] | undefined {
    const { cells } = this;
    const match = resultRow.exec(line);
    const number = match ? numberOf(match[2]!) : undefined;
    if (number !== undefined && cells.length < 256) cells.push([match![1]!, number]);
    if (/^\s+\S/.test(line)) return undefined;
    this.isOpen = resultHead.test(line);
    this.cells = [];
    return cells.length > 0 ? cells : undefined;
  }
}
