import type { AutoRegisters } from './autoRegisters.js';
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
  readonly middleSum: number;
  readonly middleSize: number;
  readonly coarseSum: number;
  readonly coarseSize: number;
  readonly windowSum: number;
  readonly windowSize: number;
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
  private readonly fine: BlockNoise;
  private readonly middle: BlockNoise;
  private readonly coarse: BlockNoise;
  private readonly window: LossWindow;
  private readonly span: number;
  /** 1/alpha. */
  private readonly steps: number;
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

  constructor(
    private readonly options: ResolvedAuto,
    private readonly registers: AutoRegisters,
  ) {
    const { fineSteps, fineBlocks, blockSteps, windowBlocks, windowHalf, patience } = options;
    this.span = Math.max(1, patience);
    this.steps = 1 / options.alpha;
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
    const { fine, middle, coarse, window } = state;
    this.middle.load(middle);
    if (fine) this.fine.load(fine);
    this.coarse.load(coarse);
    this.window.load(window);
    this.middleSum = state.middleSum;
    this.middleSize = state.middleSize;
    this.coarseSum = state.coarseSum;
    this.coarseSize = state.coarseSize;
    this.windowSum = state.windowSum;
    this.windowSize = state.windowSize;
    this.fall = state.fall;
    this.highest = state.highest ?? Number.NaN;
    this.update();
  }

  /** Takes the block under way, one of the shortest, and empties it; true if that ended a middle one. */
  push(): boolean {
    const { fineSteps, fineBlocks, windowBlocks } = this.options;
    const mean = this.registers.blockSum / fineSteps + 0;
    this.registers.blockSum = 0;
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
    const { middle, coarse, span, registers } = this;
    if (middle.count === 0) {
      registers.noise = Number.NaN;
      registers.threshold = Number.NaN;
      registers.memory = Number.NaN;
      return;
    }
    const long = middle.deviation;
    const recent = middle.recentDeviation;
    const near = recent < long ? recent : long;
    const far = coarseShare * coarse.deviation * (recent < long ? recent / long : 1);
    const noise = near > far ? near : far;
    const base = this.base(noise) / span;
    registers.noise = noise;
    registers.threshold = this.options.margin * base;
    registers.memory = memoryLimit * base;
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
   * Moves the smoothed loss to at most 2.8·base/alpha from the nearer of the two latest block means, if both lie on one
   * side, and cuts the trend to 2.8 lines. So what the filters remember of a steep fall or a jump is worth that much,
   * however steep it was, and a plateau after it is found as soon as one after a gentle fall.
   */
  settle(): void {
    const { registers, middle, steps } = this;
    const { newest, older } = middle;
    const { smoothed, memory, trend } = registers;
    const limit = memory * steps;
    const upper = (newest > older ? newest : older) + limit;
    const lower = (newest > older ? older : newest) - limit;
    if (smoothed <= upper && smoothed >= lower) return;
    if (smoothed > upper) registers.smoothed = upper + 0;
    else if (smoothed < lower) registers.smoothed = lower + 0;
    else return; // no line yet
    registers.trend = (trend > memory ? memory : trend < 0 - memory ? 0 - memory : trend) + 0;
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
      middleSum: this.middleSum + 0,
      middleSize: this.middleSize,
      coarseSum: this.coarseSum + 0,
      coarseSize: this.coarseSize,
      windowSum: this.windowSum + 0,
      windowSize: this.windowSize,
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
  middleSum: 0,
  middleSize: 0,
  coarseSum: 0,
  coarseSize: 0,
  windowSum: 0,
  windowSize: 0,
  fall: 0,
  highest: null,
});
