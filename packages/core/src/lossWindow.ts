/** State of {@link LossWindow}. */
export interface LossWindowState {
  /** Means of the latest blocks, as a ring. */
  readonly means: readonly number[];
  /** Means pushed since the window was last emptied. This gives the position of the ring's oldest entry. */
  readonly seen: number;
}

export const emptyLossWindow: LossWindowState = { means: [], seen: 0 };

/**
 * The last patience of losses as a ring of 2h block means: a Haar kernel of half-width h over blocks. Unlike an EMA
 * it forgets old losses completely. Sums are computed on demand, at most once per block.
 */
export class LossWindow {
  /** Every mean is stored twice, one window length apart, so that the window is always contiguous. */
  private readonly means: Float64Array;
  private readonly length: number;
  private readonly scale: number;
  private seen = 0;
  /** Index for the next mean: seen modulo the length. */
  private slot = 0;
  /** The state record that equals the registers, kept to avoid creating an equal one again. */
  private record: LossWindowState | null = null;

  constructor(half: number, blockSteps: number) {
    this.means = new Float64Array(4 * half);
    this.length = 2 * half;
    this.scale = Math.sqrt((Math.PI * blockSteps) / 12) / Math.max(1, 2 * half - 2);
  }

  load(state: LossWindowState): void {
    this.record = state;
    const { means, seen } = state;
    for (let i = 0; i < means.length; i++) {
      this.means[i] = means[i]!;
      this.means[i + this.length] = means[i]!;
    }
    this.seen = seen;
    this.slot = seen % this.length;
  }

  push(mean: number): void {
    this.record = null;
    this.means[this.slot] = mean;
    this.means[this.slot + this.length] = mean;
    this.seen++;
    if (++this.slot === this.length) this.slot = 0;
  }

  empty(): void {
    this.record = null;
    this.seen = 0;
    this.slot = 0;
  }

  get isFull(): boolean {
    return this.seen >= this.length;
  }

  /** Mean of the older half minus mean of the newer half. */
  fall(): number {
    const { means, slot } = this;
    const half = this.length / 2;
    let sum = 0;
    for (let i = slot; i < slot + half; i++) sum += means[i]! - means[i + half]!;
    return sum / half;
  }

  /**
   * σ of one iteration, from the second differences in the window: see BlockNoise. Infinity for a window of two
   * blocks.
   */
  noise(): number {
    const { means, slot, length } = this;
    if (length < 3) return Number.POSITIVE_INFINITY;
    let sum = 0;
    for (let i = slot + 2; i < slot + length; i++) {
      sum += Math.abs(means[i]! - means[i - 1]! - (means[i - 1]! - means[i - 2]!));
    }
    return sum * this.scale;
  }

  state(): LossWindowState {
    if (this.record === null) {
      const means: number[] = [];
      const count = Math.min(this.seen, this.length);
      for (let i = 0; i < count; i++) means.push(this.means[i]!);
      this.record = { means, seen: this.seen };
    }
    return this.record;
  }
}
