/** State of the noise estimate at one block length. */
export interface BlockNoiseState {
  /** Means of the latest block and of the one before it; null until they exist. */
  readonly newest: number | null;
  readonly older: number | null;
  /** Weighted mean of |second difference of block means|, with a memory of two patiences and of half a patience. */
  readonly meanAbsolute: number;
  readonly recent: number;
  /** Second differences seen so far; a reduction lowers this count. */
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
const recentSpeedUp = 4;

/**
 * Standard deviation of the loss per iteration, from means m_j of blocks of B iterations:
 *
 *     d_j = |m_j − 2·m_{j−1} + m_{j−2}|,   E d = √(2/π)·√(6/B)·σ
 *     A_1 = d_1,   A_n = A_{n−1} + max(2/(n + 1), weight)·(min(d_n, 3·A_{n−1}) − A_{n−1})
 *
 * Second differences cancel a straight fall. Block means measure the noise at a scale of B iterations, also if
 * neighbouring losses are correlated (σ is then the long-run deviation). Absolute values and the limit of 3 A (from
 * the ninth on) suppress spikes and sudden drops. The weight 2/(n + 1) forgets a steep start sooner than a plain
 * mean.
 */
export class BlockNoise {
  /** NaN until they exist: V8 would allocate a field that alternates between null and a number at each change. */
  newest = Number.NaN;
  older = Number.NaN;
  count = 0;
  meanAbsolute = Number.NaN;
  private recent = Number.NaN;
  private readonly scale: number;
  private readonly weight: number;
  private readonly recentWeight: number;
  private readonly unsettled: number;
  /** The state record that equals the registers, kept to avoid creating an equal one again. */
  private record: BlockNoiseState | null = null;

  constructor(blockSteps: number, weight: number) {
    this.scale = Math.sqrt((Math.PI * blockSteps) / 12);
    this.weight = Math.min(1, weight);
    this.recentWeight = Math.min(1, recentSpeedUp * weight);
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
      // Avoids a division per block, which would cost as much as all the rest.
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

  /** Reduces the weight of the past to `count` differences, because noise changes with the learning rate. */
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
