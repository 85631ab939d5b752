/** State of the noise estimate at one block length. */
export interface BlockNoiseState {
  /** Mean of the latest block, and of the one before it; null before they are there. */
  readonly newest: number | null;
  readonly older: number | null;
  /** Weighted mean of |second difference of block means|, over two patiences and over half of one. */
  readonly meanAbsolute: number;
  readonly recent: number;
  /** Second differences seen so far; a reduction takes it back. */
  readonly count: number;
}

export const emptyBlockNoise: BlockNoiseState = {
  newest: null,
  older: null,
  meanAbsolute: 0,
  recent: 0,
  count: 0,
};

/** Speed-up of the recent estimate over the slow one. */
const haste = 4;

/**
 * Standard deviation of the loss per iteration, from means m_j of blocks of B iterations:
 *
 *     d_j = |m_j − 2·m_{j−1} + m_{j−2}|,   E d = √(2/π)·√(6/B)·σ
 *     A_1 = d_1,   A_n = A_{n−1} + max(2/(n + 1), weight)·(min(d_n, 3·A_{n−1}) − A_{n−1})
 *
 * Second differences are blind to a straight fall; blocks see the noise that counts over B iterations, also where
 * neighbouring losses are alike (σ is then the long-run deviation); absolute values and the limit of 3 A (from the
 * ninth on) keep spikes and sudden drops out; 2/(n + 1) forgets a steep start sooner than a plain mean would.
 */
export class BlockNoise {
  /** NaN before they are there: a field that is now null, now a number would be allocated at each change. */
  newest = Number.NaN;
  older = Number.NaN;
  count = 0;
  meanAbsolute = Number.NaN;
  private recent = Number.NaN;
  private readonly scale: number;
  private readonly weight: number;
  private readonly recentWeight: number;
  private readonly unsettled: number;
  /** The record that the registers hold, so that one that has not changed is not made again. */
  private record: BlockNoiseState | null = null;

  constructor(blockSteps: number, weight: number) {
    this.scale = Math.sqrt((Math.PI * blockSteps) / 12);
    this.weight = Math.min(1, weight);
    this.recentWeight = Math.min(1, haste * weight);
    this.unsettled = 2 / this.weight;
  }

  load(state: BlockNoiseState): void {
    this.record = state;
    this.newest = state.newest ?? Number.NaN;
    this.older = state.older ?? Number.NaN;
    this.meanAbsolute = state.meanAbsolute;
    this.recent = state.recent;
    this.count = state.count;
  }

  push(mean: number): void {
    this.record = null;
    const seen = Math.abs(mean - this.newest - (this.newest - this.older));
    if (seen >= 0) {
      const count = ++this.count;
      const before = this.meanAbsolute;
      const kept = count > 8 && seen > 3 * before ? 3 * before : seen;
      // A division an iteration would cost as much as all the rest.
      const share = count < this.unsettled ? 2 / (count + 1) : 0;
      this.meanAbsolute = before + (share > this.weight ? share : this.weight) * (kept - before);
      this.recent += (share > this.recentWeight ? share : this.recentWeight) * (kept - this.recent);
    }
    this.older = this.newest;
    this.newest = mean;
  }

  /** σ; 0 before three blocks. */
  get deviation(): number {
    return this.meanAbsolute * this.scale;
  }

  /** σ of about the last half patience. */
  get recentDeviation(): number {
    return this.recent * this.scale;
  }

  /** Lets what comes count more than what was: noise changes with the learning rate. */
  forget(count: number): void {
    if (this.count <= count) return;
    this.count = count;
    this.record = null;
  }

  state(): BlockNoiseState {
    this.record ??= {
      newest: Number.isNaN(this.newest) ? null : this.newest,
      older: Number.isNaN(this.older) ? null : this.older,
      meanAbsolute: this.meanAbsolute,
      recent: this.recent,
      count: this.count,
    };
    return this.record;
  }
}
