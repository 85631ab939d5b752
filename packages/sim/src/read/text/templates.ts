/** Kinds of lines that are told apart. */
const most = 256;

/** Counts the kinds of lines in which losses stand, by what comes before them, numbers and bars aside. */
export class Templates {
  private readonly counts = new Map<string, number>();
  private lines = 0;

  /** The kind of a line with a loss at this place. */
  static of(line: string, at: number): string {
    const before = line.slice(Math.max(0, at - 200), at + 40).replace(/[-+]?[\d.]+(?:e[-+]?\d+)?/gi, '#');
    return before.replace(/[^A-Za-z_#]+/g, ' ').slice(0, 60);
  }

  add(key: string): void {
    // Enough to tell.
    if (++this.lines > 2000) return;
    const count = this.counts.get(key);
    if (count !== undefined || this.counts.size < most) this.counts.set(key, (count ?? 0) + 1);
  }

  /** Do most lines look alike, as those of a log do and those of prose or of a program do not? */
  get alike(): boolean {
    const lines = Math.min(this.lines, 2000);
    return lines >= 2 && 2 * Math.max(...this.counts.values()) >= lines;
  }
}
