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

/** So much faster does the recent estimate forget. */
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
  private meanAbsolute = Number.NaN;
  private recent = Number.NaN;
  private readonly scale: number;
  private readonly weight: number;
  private readonly recentWeight: number;

  constructor(blockSteps: number, weight: number) {
    this.scale = Math.sqrt((Math.PI * blockSteps) / 12);
    this.weight = Math.min(1, weight);
    this.recentWeight = Math.min(1, haste * weight);
  }

  load(state: BlockNoiseState): void {
    this.newest = state.newest ?? Number.NaN;
    this.older = state.older ?? Number.NaN;
    this.meanAbsolute = state.meanAbsolute;
    this.recent = state.recent;
    this.count = state.count;
  }

  push(mean: number): void {
    const seen = Math.abs(mean - this.newest - (this.newest - this.older));
    if (seen >= 0) {
      const limit = 3 * this.meanAbsolute;
      const kept = this.count >= 8 && seen > limit ? limit : seen;
      this.count++;
      const share = 2 / (this.count + 1);
      this.meanAbsolute += (share > this.weight ? share : this.weight) * (kept - this.meanAbsolute);
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
    if (this.count > count) this.count = count;
  }

  state(): BlockNoiseState {
    const { newest, older, meanAbsolute, recent, count } = this;
    return {
      newest: Number.isNaN(newest) ? null : newest,
      older: Number.isNaN(older) ? null : older,
      meanAbsolute,
      recent,
      count,
    };
  }
}
