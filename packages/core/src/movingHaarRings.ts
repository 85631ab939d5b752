/** The rings and running sums of Moving Haar, as plain JSON. */
export interface MovingHaarRingsState {
  /** Usable losses so far. */
  readonly seen: number;
  /** The first usable loss; everything else is relative to it, so that a constant offset costs no accuracy. */
  readonly origin: number;
  readonly losses: readonly number[];
  readonly averages: readonly number[];
  readonly lossSum: number;
  /** Sum of the older floor(m/2) averages, and of the remaining newer ones. */
  readonly olderSum: number;
  readonly newerSum: number;
}

/** Moving averages and their Haar kernel in O(1) per iteration; works on copies of the given state. */
export class MovingHaarRings {
  static readonly empty: MovingHaarRingsState = {
    seen: 0,
    origin: 0,
    losses: [],
    averages: [],
    lossSum: 0,
    olderSum: 0,
    newerSum: 0,
  };

  private seen: number;
  private origin: number;
  private lossSum: number;
  private olderSum: number;
  private newerSum: number;
  private readonly losses: number[];
  private readonly averages: number[];
  private readonly half: number;

  constructor(
    private readonly window: number,
    state: MovingHaarRingsState,
  ) {
    this.half = Math.floor(window / 2);
    this.seen = state.seen;
    this.origin = state.origin;
    this.lossSum = state.lossSum;
    this.olderSum = state.olderSum;
    this.newerSum = state.newerSum;
    this.losses = state.losses.slice();
    this.averages = state.averages.slice();
  }

  state(): MovingHaarRingsState {
    const { seen, origin, losses, averages, lossSum, olderSum, newerSum } = this;
    return { seen, origin, losses, averages, lossSum, olderSum, newerSum };
  }

  /** True if the loss is finite and cannot overflow a sum over the window. */
  accepts(loss: number): boolean {
    return Number.isFinite((loss - (this.seen === 0 ? loss : this.origin)) * 4 * this.window);
  }

  /** Takes L_t and returns H_t, which uses the averages up to A_{t−1}; null while it is undefined. */
  push(loss: number): number | null {
    const { window } = this;
    if (this.seen === 0) this.origin = loss + 0;
    const t = this.seen++;
    // Sums relative to the first loss omit the bias of an odd window, whose newer side is one average longer.
    const bias = ((window % 2) * this.origin) / window;
    const trend = t >= 2 * window ? (this.olderSum - this.newerSum) / window - bias + 0 : null;
    const slot = t % window;
    const relative = loss - this.origin;
    this.lossSum += relative - (t >= window ? this.losses[slot]! : 0);
    this.losses[slot] = relative;
    if (slot === window - 1) this.lossSum = this.losses.reduce((sum, value) => sum + value, 0);
    if (t >= window) this.pushAverage(t - window, this.lossSum / window + 0);
    return trend;
  }

  private pushAverage(index: number, average: number): void {
    const { window, averages, half } = this;
    const slot = index % window;
    const leaving = index >= window ? averages[slot]! : 0;
    const crossing = index >= window - half ? averages[(index - window + half) % window]! : 0;
    this.olderSum += crossing - leaving;
    this.newerSum += average - crossing;
    averages[slot] = average;
    if (slot === window - 1) {
      // The ring now starts at slot 0, its oldest entry.
      this.olderSum = 0;
      this.newerSum = 0;
      for (let i = 0; i < half; i++) this.olderSum += averages[i]!;
      for (let i = half; i < window; i++) this.newerSum += averages[i]!;
    }
  }
}
