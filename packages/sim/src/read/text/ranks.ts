/** `[rank3]:` of torchrun, `[default3]:`, `[1,3]<stdout>:` of mpirun. */
const bracketed = /^\s*\[(?:rank|default|\d+,)(\d+)\](?:<\w+>)?:/i;
/** `3: `, of srun; it may as well be a step. */
const labelled = /^\s*(\d+): /;

/** Does a line begin with what may be the number of a process? */
export function mayHaveRank(line: string): boolean {
  const code = line.charCodeAt(0);
  // Most lines begin with a letter.
  if (code !== 91 && code !== 32 && code !== 9 && !(code >= 48 && code <= 57)) return false;
  return bracketed.test(line) || labelled.test(line);
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

  /** Is the record of this line, with this step, of another process than the first? */
  isOther(line: string, step: number | undefined): boolean {
    const rank = mayHaveRank(line) ? this.rankOf(line, step) : null;
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

  private rankOf(line: string, step: number | undefined): number | null {
    const inBrackets = bracketed.exec(line);
    if (inBrackets) return Number(inBrackets[1]);
    const label = labelled.exec(line);
    if (!label || step === undefined) return null;
    const rank = Number(label[1]);
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
