import type { Label, LabelSpan } from '../shapes/numberSlots.js';

/** `[rank3]:` of torchrun, `[default3]:`, `[1,3]<stdout>:` of mpirun. */
const bracketed = /^\s*\[(?:rank|default|\d+,)(\d+)\](?:<\w+>)?:/di;
/** `3: `, of srun; it may as well be a step. */
const labelled = /^\s*(\d+): /d;

/** What may be the number of a process in front of a line. */
export function labelSpan(line: string): LabelSpan | null {
  const code = line.charCodeAt(0);
  // Most lines begin with a letter.
  if (code !== 91 && code !== 32 && code !== 9 && !(code >= 48 && code <= 57)) return null;
  const inBrackets = bracketed.exec(line);
  const span = (inBrackets ?? labelled.exec(line))?.indices?.[1];
  return span ? { span, isCertain: inBrackets !== null } : null;
}

/** The same, read. */
export function labelOf(line: string): Label | null {
  const found = labelSpan(line);
  return found && { rank: Number(line.slice(found.span[0], found.span[1])), isCertain: found.isCertain };
}

/**
 * Which process printed a record, where a launcher says so in front of every line: the process that is first to print
 * one counts, the others print the same.
 */
export class Ranks {
  private first: number | null = null;
  private label: number | null = null;
  private labels = false;
  /** Did the first process come again? Numbers in front of lines may as well be those of the lines. */
  private recurs = false;
  private step: number | undefined;
  private left = 0;

  /** Is the record of a line with this label, with this step, of another process than the first? */
  isOther(label: Label | null, step: number | undefined): boolean {
    const rank = label && this.rankOf(label, step);
    if (rank === null) return false;
    if (rank === this.first) this.recurs = true;
    this.first ??= rank;
    if (rank === this.first || !(this.recurs || step === this.step)) {
      this.step = step;
      return false;
    }
    this.left++;
    return true;
  }

  private rankOf({ rank, isCertain }: Label, step: number | undefined): number | null {
    if (isCertain) return rank;
    if (step === undefined) return null;
    if (!this.labels && rank === step) {
      this.label ??= rank;
      this.step = step;
      return null;
    }
    if (!this.labels) this.first ??= this.label;
    this.labels = true;
    return rank;
  }

  get notes(): string[] {
    return this.left > 0
      ? [`${this.left} records of other processes left out: those of process ${this.first} are read`]
      : [];
  }
}
