/** Statistics of a simulated run: mean levels of the loss over equal stretches, the final level, and the rates. */
export class RunLog {
  /** Mean level of each simulated stretch; NaN elsewhere. */
  readonly levels: Float64Array;
  /** Intrinsic time. */
  time = 0;
  /** Largest rate. */
  mostRate = 0;
  /** Iterations at a rate above 0 and below a given one. */
  below = 0;
  private readonly counts: Float64Array;
  private readonly tailFrom: number;
  private tailSum = 0;
  private tailCount = 0;

  constructor(
    private readonly total: number,
    stretches: number,
    private readonly leastRate: number,
  ) {
    this.levels = new Float64Array(stretches).fill(Number.NaN);
    this.counts = new Float64Array(stretches);
    this.tailFrom = total - Math.max(1, Math.floor(total / 100));
  }

  /** Adds recorded iterations from index `from` on. */
  recorded(from: number, count: number, loss: number, rate: number): void {
    this.pass(count, rate);
    this.tail(loss, Math.min(count, from + count - this.tailFrom));
  }

  /** Adds simulated iterations from index `from` on. */
  simulated(from: number, levels: Float64Array, rate: number): void {
    this.pass(levels.length, rate);
    for (let i = 0; i < levels.length; i++) {
      const at = Math.floor(((from + i) * this.levels.length) / this.total);
      const count = ++this.counts[at]!;
      this.levels[at] = count === 1 ? levels[i]! : this.levels[at]! + (levels[i]! - this.levels[at]!) / count;
      if (from + i >= this.tailFrom) this.tail(levels[i]!, 1);
    }
  }

  /** Mean level over the last hundredth of the run. */
  get finalLoss(): number {
    return this.tailSum / this.tailCount;
  }

  private tail(loss: number, count: number): void {
    if (count <= 0) return;
    this.tailSum += loss * count;
    this.tailCount += count;
  }

  private pass(count: number, rate: number): void {
    this.time += rate * count;
    if (rate > 0 && rate < this.leastRate) this.below += count;
    if (rate > this.mostRate) this.mostRate = rate;
  }
}
