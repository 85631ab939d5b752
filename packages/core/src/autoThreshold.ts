import { BlockNoise, type BlockNoiseState, emptyBlockNoise } from './blockNoise.js';
import type { ResolvedAuto } from './fastfaceAutoOptions.js';
import { emptyLossWindow, LossWindow, type LossWindowState } from './lossWindow.js';

/** What the threshold is made from: means of blocks of losses, relative to the first loss. */
export interface AutoThresholdState {
  /** Noise in the shortest blocks; null where the blocks are no longer than those. */
  readonly fine: BlockNoiseState | null;
  readonly middle: BlockNoiseState;
  readonly coarse: BlockNoiseState;
  readonly window: LossWindowState;
  /** Sums and numbers of the means in the middle block, the coarse block and the window's block under way. */
  readonly sums: readonly number[];
  readonly sizes: readonly number[];
  /** How far the lowest block mean lies below the first loss. */
  readonly fall: number;
  /** The highest block mean of the start; null before it. */
  readonly highest: number | null;
}

/** Blocks in a coarse block. */
const coarseness = 4;
/** Share of the coarse estimate that counts: it rests on a quarter of the blocks, and the larger one is taken. */
const coarseShare = 0.75;
/** A loss without noise is flat when a patience brings less than this share of the whole fall. */
const fallShare = 1e-4;
/** So many times κσ̂ must fit into that share before a loss is taken to be without noise. */
const silence = 30;
/** How many lines high above the filters' memory may stand, when two blocks say that the loss is elsewhere. */
const memoryLimit = 2.8;
/** A loss on the line falls by κσ̂/2 from one half of the window to the other; two thirds of that are let pass. */
const windowShare = 1 / 3;

/**
 * The line below which the trend is stationary, and the test that the loss has not fallen over the whole patience:
 *
 *     σ̂ = f·max(σ_B, ¾·σ_4B),  f = min(1, recent σ_B/σ_B)          λ = margin·base(σ̂)/patience
 *     σ̃ = min(σ_b, σ_B, recent σ_B, σ_4B, σ of the window)          flat: older half − newer half ≤ base(σ̃)/3
 *     base(σ) = max(κσ, fall/10⁴ − 30κσ)
 *
 * The larger of two estimates keeps the line above noise that is alike for long; the smallest of five keeps the
 * second test strict where a wave, a jump or a change of noise misleads some of them. Works once a block; its
 * registers change in place, and only a run sees them.
 */
export class AutoThreshold {
  /** σ̂, of one iteration; NaN before three blocks, like all that follows from it. */
  noise = Number.NaN;
  threshold = Number.NaN;
  /** The largest trend, up or down, that is remembered when the smoothed loss had to be moved. */
  memory = Number.NaN;
  private readonly fine: BlockNoise;
  private readonly middle: BlockNoise;
  private readonly coarse: BlockNoise;
  private readonly window: LossWindow;
  private readonly span: number;
  private middleSum = Number.NaN;
  private coarseSum = Number.NaN;
  private windowSum = Number.NaN;
  private middleSize = 0;
  private coarseSize = 0;
  private windowSize = 0;
  private fall = Number.NaN;
  private highest = Number.NaN;
  private verdict: boolean | null = null;
  /** The record that the registers hold. */
  private loaded: AutoThresholdState | null = null;

  constructor(private readonly options: ResolvedAuto) {
    const { fineSteps, fineBlocks, blockSteps, windowBlocks, windowHalf, patience } = options;
    this.span = Math.max(1, patience);
    const noiseOf = (steps: number) => new BlockNoise(steps, steps / (2 * this.span));
    this.middle = noiseOf(blockSteps);
    this.fine = fineBlocks === 1 ? this.middle : noiseOf(fineSteps);
    this.coarse = noiseOf(coarseness * blockSteps);
    this.window = new LossWindow(windowHalf, windowBlocks * blockSteps);
  }

  /** A record is never changed, so the one that the registers came from or went to need not be read again. */
  load(state: AutoThresholdState): void {
    if (state === this.loaded) return;
    this.loaded = state;
    const { fine, middle, coarse, window, sums, sizes } = state;
    this.middle.load(middle);
    if (fine) this.fine.load(fine);
    this.coarse.load(coarse);
    this.window.load(window);
    [this.middleSum, this.coarseSum, this.windowSum] = sums as [number, number, number];
    [this.middleSize, this.coarseSize, this.windowSize] = sizes as [number, number, number];
    this.fall = state.fall;
    this.highest = state.highest ?? Number.NaN;
    this.update();
  }

  /** Takes the mean of one more of the shortest blocks; true if that ended a middle one. */
  push(mean: number): boolean {
    const { fineBlocks, windowBlocks } = this.options;
    this.loaded = null;
    let block = mean;
    if (fineBlocks > 1) {
      this.fine.push(mean);
      this.middleSum += mean;
      if (++this.middleSize < fineBlocks) return false;
      block = this.middleSum / fineBlocks;
      this.middleSum = 0;
      this.middleSize = 0;
    }
    this.middle.push(block);
    this.coarseSum += block;
    if (++this.coarseSize === coarseness) {
      this.coarse.push(this.coarseSum / coarseness);
      this.coarseSum = 0;
      this.coarseSize = 0;
    }
    this.windowSum += block;
    if (++this.windowSize === windowBlocks) {
      this.window.push(this.windowSum / windowBlocks);
      this.windowSum = 0;
      this.windowSize = 0;
    }
    if (-block > this.fall) this.fall = -block;
    this.update();
    return true;
  }

  private update(): void {
    this.verdict = null;
    const { middle, coarse, span } = this;
    if (middle.count === 0) {
      this.noise = Number.NaN;
      this.threshold = Number.NaN;
      this.memory = Number.NaN;
      return;
    }
    const long = middle.deviation;
    const recent = middle.recentDeviation;
    const near = recent < long ? recent : long;
    const far = coarseShare * coarse.deviation * (recent < long ? recent / long : 1);
    this.noise = near > far ? near : far;
    const base = this.base(this.noise) / span;
    this.threshold = this.options.margin * base;
    this.memory = memoryLimit * base;
  }

  private base(noise: number): number {
    const noisy = this.options.noiseMultiple * noise;
    const silent = fallShare * this.fall - silence * noisy;
    return noisy > silent ? noisy : silent;
  }

  /** Has the loss not fallen over the whole of the last patience? */
  isFlat(): boolean {
    this.verdict ??= this.decide();
    return this.verdict;
  }

  private decide(): boolean {
    const { window, fine, middle, coarse } = this;
    if (!window.isFull || middle.count === 0) return false;
    const least = Math.min(fine.deviation, middle.deviation, middle.recentDeviation, window.noise());
    const noise = coarse.count > 0 ? Math.min(least, coarse.deviation) : least;
    return window.fall() <= windowShare * this.base(noise);
  }

  /**
   * Where the smoothed loss should be: where it is, but at most 2.8·base/alpha from the nearer of the two latest
   * block means, if both lie on one side. So what the filters remember of a steep fall or a jump is worth 2.8 lines,
   * however steep it was, and a plateau after it is found as soon as one after a gentle fall.
   */
  settle(smoothed: number): number {
    const { newest, older } = this.middle;
    const limit = this.memory / this.options.alpha;
    const upper = (newest > older ? newest : older) + limit;
    const lower = (newest > older ? older : newest) - limit;
    return smoothed > upper ? upper + 0 : smoothed < lower ? lower + 0 : smoothed;
  }

  /** Is the latest block higher than all before it? Then the loss still rises, as it may while the rate warms up. */
  rises(): boolean {
    const { newest } = this.middle;
    if (newest <= this.highest) return false;
    const isFirst = Number.isNaN(this.highest);
    this.highest = newest;
    return !isFirst;
  }

  /** Begins anew, but remembers the fall so far and how high the loss was. */
  restart(): void {
    const { fall, highest } = this;
    this.load({ ...emptyAutoThreshold(this.options), fall, highest });
    this.loaded = null;
  }

  /** After a reduction the noise is another, what is known of it counts for a quarter of a patience; and the wait begins anew. */
  forget(): void {
    const { patience, fineSteps, blockSteps } = this.options;
    const quarter = (steps: number) => Math.max(1, Math.floor(patience / (4 * steps)));
    this.fine.forget(quarter(fineSteps));
    this.middle.forget(quarter(blockSteps));
    this.coarse.forget(quarter(coarseness * blockSteps));
    this.window.empty();
    this.windowSum = 0;
    this.windowSize = 0;
    this.verdict = null;
    this.loaded = null;
  }

  state(): AutoThresholdState {
    this.loaded ??= {
      fine: this.fine === this.middle ? null : this.fine.state(),
      middle: this.middle.state(),
      coarse: this.coarse.state(),
      window: this.window.state(),
      sums: [this.middleSum + 0, this.coarseSum + 0, this.windowSum + 0],
      sizes: [this.middleSize, this.coarseSize, this.windowSize],
      fall: this.fall,
      highest: Number.isNaN(this.highest) ? null : this.highest + 0,
    };
    return this.loaded;
  }
}

export const emptyAutoThreshold = ({ fineBlocks }: ResolvedAuto): AutoThresholdState => ({
  fine: fineBlocks === 1 ? null : emptyBlockNoise,
  middle: emptyBlockNoise,
  coarse: emptyBlockNoise,
  window: emptyLossWindow,
  sums: [0, 0, 0],
  sizes: [0, 0, 0],
  fall: 0,
  highest: null,
});
