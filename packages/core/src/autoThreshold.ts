import { BlockNoise, type BlockNoiseState, emptyBlockNoise } from './blockNoise.js';
import type { ResolvedAuto } from './fastfaceAutoOptions.js';

/** What the threshold is made from: means of blocks of losses, relative to the first loss. */
export interface AutoThresholdState {
  readonly fine: BlockNoiseState;
  readonly coarse: BlockNoiseState;
  /** Sum and number of the block means of the coarse block under way. */
  readonly sum: number;
  readonly size: number;
  /** How far the lowest block mean lies below the first loss. */
  readonly fall: number;
}

export const emptyAutoThreshold: AutoThresholdState = {
  fine: emptyBlockNoise,
  coarse: emptyBlockNoise,
  sum: 0,
  size: 0,
  fall: 0,
};

/** Blocks in a coarse block. */
const coarseness = 4;
/** Share of the coarse estimate that counts: it rests on a quarter of the blocks, and the larger one is taken. */
const coarseShare = 0.75;
/** A loss without noise is flat when a patience brings less than this share of the whole fall. */
const fallShare = 1e-3;
/** How many lines high above the filters' memory may stand, when two blocks say that the loss is elsewhere. */
const memoryLimit = 2.8;

/**
 * The line below which the trend is stationary, from the noise in blocks of B and of 4B losses:
 *
 *     σ̂ = max(σ_B, ¾·σ_4B),   base = max(κ·σ̂, fall/1000)/patience,   threshold = margin·base
 *
 * Works once a block; its registers change in place, and only a run sees them.
 */
export class AutoThreshold {
  /** σ̂, of one iteration; NaN before three blocks, like all that follows from it. */
  noise = Number.NaN;
  /** The largest trend, up or down, that is remembered when the smoothed loss had to be moved. */
  memory = Number.NaN;
  threshold = Number.NaN;
  private readonly fine: BlockNoise;
  private readonly coarse: BlockNoise;
  private readonly multiple: number;
  private readonly share: number;
  private sum: number;
  private size: number;
  private fall: number;

  constructor(
    private readonly options: ResolvedAuto,
    state: AutoThresholdState,
  ) {
    const { blockSteps, patience, noiseMultiple } = options;
    const window = Math.max(1, patience);
    const weight = blockSteps / (2 * window);
    this.fine = new BlockNoise(state.fine, blockSteps, Math.min(1, weight));
    this.coarse = new BlockNoise(state.coarse, coarseness * blockSteps, Math.min(1, coarseness * weight));
    this.multiple = noiseMultiple / window;
    this.share = fallShare / window;
    this.sum = state.sum;
    this.size = state.size;
    this.fall = state.fall;
  }

  /** Takes the mean of one more block; `noise`, `threshold` and `memory` are those after it. */
  push(mean: number): void {
    this.fine.push(mean);
    this.sum += mean;
    if (++this.size === coarseness) {
      this.coarse.push(this.sum / coarseness);
      this.sum = 0;
      this.size = 0;
    }
    if (-mean > this.fall) this.fall = -mean;
    if (this.fine.count === 0) return;
    const fine = this.fine.deviation;
    const coarse = coarseShare * this.coarse.deviation;
    this.noise = fine > coarse ? fine : coarse;
    const noisy = this.multiple * this.noise;
    const quiet = this.share * this.fall;
    const base = noisy > quiet ? noisy : quiet;
    this.threshold = this.options.margin * base;
    this.memory = memoryLimit * base;
  }

  /**
   * Where the smoothed loss should be: where it is, but at most 2.8·base/alpha from the nearer of the two latest
   * block means, if both lie on one side. So what the filters remember of a steep fall or a jump is worth 2.8 lines,
   * however steep it was, and a plateau after it is found as soon as one after a gentle fall.
   */
  settle(smoothed: number): number {
    const { newest, older } = this.fine;
    const limit = this.memory / this.options.alpha;
    const upper = (newest > older ? newest : older) + limit;
    const lower = (newest > older ? older : newest) - limit;
    return smoothed > upper ? upper + 0 : smoothed < lower ? lower + 0 : smoothed;
  }

  /** After a reduction the noise is another: what is known of it counts for a quarter of a patience at most. */
  forget(): void {
    const { patience, blockSteps } = this.options;
    const blocks = Math.max(1, Math.floor(patience / (4 * blockSteps)));
    this.fine.forget(blocks);
    this.coarse.forget(Math.max(1, Math.floor(blocks / coarseness)));
  }

  state(): AutoThresholdState {
    const { fine, coarse, sum, size, fall } = this;
    return { fine: fine.state(), coarse: coarse.state(), sum: sum + 0, size, fall };
  }
}
