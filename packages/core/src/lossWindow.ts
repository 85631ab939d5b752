/** State of {@link LossWindow}. */
export interface LossWindowState {
  /** Means of the latest blocks, as a ring. */
  readonly means: readonly number[];
  /** Means pushed since it was last emptied, which places the ring's oldest entry. */
  readonly seen: number;
}

export const emptyLossWindow: LossWindowState = { means: [], seen: 0 };

/**
 * The last patience of losses as a ring of 2h block means: a Haar kernel of half-width h over blocks. It forgets what
 * leaves it, however steep that was. Sums are taken when somebody asks, which is once a block at most.
 */
export class LossWindow {
  private readonly means: Float64Array;
  private readonly scale: number;
  private seen = 0;

  constructor(
    private readonly half: number,
    blockSteps: number,
  ) {
    this.means = new Float64Array(2 * half);
    this.scale = Math.sqrt((Math.PI * blockSteps) / 12) / Math.max(1, 2 * half - 2);
  }

  load({ means, seen }: LossWindowState): void {
    for (let i = 0; i < means.length; i++) this.means[i] = means[i]!;
    this.seen = seen;
  }

  push(mean: number): void {
    this.means[this.seen++ % this.means.length] = mean;
  }

  empty(): void {
    this.seen = 0;
  }

  get isFull(): boolean {
    return this.seen >= this.means.length;
  }

  /** The i-th mean, 0 the oldest. */
  private at(i: number): number {
    return this.means[(this.seen + i) % this.means.length]!;
  }

  /** How far the mean of the newer half lies below that of the older one. */
  fall(): number {
    let sum = 0;
    for (let i = 0; i < this.half; i++) sum += this.at(i) - this.at(i + this.half);
    return sum / this.half;
  }

  /** σ of one iteration, from the second differences in the window: see BlockNoise. Infinity for one of two blocks. */
  noise(): number {
    const last = this.means.length - 1;
    if (last < 2) return Number.POSITIVE_INFINITY;
    let sum = 0;
    for (let i = 2; i <= last; i++)
      sum += Math.abs(this.at(i) - this.at(i - 1) - (this.at(i - 1) - this.at(i - 2)));
    return sum * this.scale;
  }

  state(): LossWindowState {
    return {
      means: Array.from(this.means.subarray(0, Math.min(this.seen, this.means.length))),
      seen: this.seen,
    };
  }
}
