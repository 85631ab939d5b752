import type { AutoRegisters } from './autoRegisters.js';
import { type AutoThresholdState, emptyAutoThreshold } from './autoThresholdState.js';
import { BlockNoise } from './blockNoise.js';
import type { ResolvedAuto } from './fastfaceStepsOptions.js';
import { FilterMemory } from './filterMemory.js';
import { LossWindow } from './lossWindow.js';

/** Middle blocks per coarse block. */
const coarseness = 4;
/**
 * Weight of the coarse estimate. It rests on a quarter of the blocks, so it is noisier, and σ̂ is the larger of the
 * two.
 */
const coarseShare = 0.75;
/** A noise-free loss is flat when it falls by less than this share of the total fall per patience. */
const fallShare = 1e-4;
/** The loss counts as noise-free if that share is more than this multiple of κσ. */
const noiseFreeMultiple = 30;
/**
 * Limit of the window test, in base(σ̃). A loss that falls at the threshold differs by ½ between the window's halves;
 * two thirds of that pass.
 */
const windowShare = 1 / 3;
/** Wait for a rising loss, in patiences. A spike leaves the newer half of the window after half a patience. */
const risingWait = 1.25;
/** A number of stationary iterations that no run reaches. */
const never = Number.MAX_SAFE_INTEGER;
/** Tolerance for the window's noise estimate, which rests on few differences and can be too low by chance. */
const windowTrust = 1.25;

/**
 * The threshold below which the trend is stationary, and the test whether the loss was level over the last patience:
 *
 *     σ̂ = f·max(σ_B, ¾·σ_4B),  f = min(1, recent σ_B/σ_B)          λ = margin·base(σ̂)/patience
 *     σ̃ = min(σ_b, σ_B, recent σ_B, σ_4B, σ of the window)          level: older half − newer half ≤ base(σ̃)/3
 *     base(σ) = max(κσ, fall/10⁴ − 30κ·recent σ_B)
 *
 * σ̂ is the larger of two estimates, so the threshold stays above noise with a long correlation time. σ̃ is the
 * smallest of five, so the level test stays strict if a wave, a jump or a change of noise biases some of them. The
 * computation runs once per block. Its registers change in place, and only a run sees them.
 */
export class AutoThreshold {
  private readonly fine: BlockNoise;
  private readonly middle: BlockNoise;
  private readonly coarse: BlockNoise;
  private readonly window: LossWindow;
  private readonly memory: FilterMemory;
  private readonly span: number;
  private middleSum = Number.NaN;
  private coarseSum = Number.NaN;
  private windowSum = Number.NaN;
  private middleSize = 0;
  private coarseSize = 0;
  private windowSize = 0;
  private fall = Number.NaN;
  private highest = Number.NaN;
  private trend = Number.NaN;
  /** Cached result of `decide` for the current block; 0 until it is computed. */
  private verdict = 0;
  /** The state record that equals the registers, or null. */
  private loaded: AutoThresholdState | null = null;

  constructor(
    private readonly options: ResolvedAuto,
    private readonly registers: AutoRegisters,
  ) {
    const { fineSteps, fineBlocks, blockSteps, windowBlocks, windowHalf, patience } = options;
    this.span = Math.max(1, patience);
    const noiseOf = (steps: number) => new BlockNoise(steps, steps / (2 * this.span));
    this.middle = noiseOf(blockSteps);
    this.fine = fineBlocks === 1 ? this.middle : noiseOf(fineSteps);
    this.coarse = noiseOf(coarseness * blockSteps);
    this.window = new LossWindow(windowHalf, windowBlocks * blockSteps);
    this.memory = new FilterMemory(options, registers, this.middle);
  }

  /** Skips the record that the registers already equal: state records are never modified. */
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
    this.trend = state.trend;
    this.verdict = 0;
  }

  /** Moves the current short block into the estimates and clears it. Returns true if that completed a middle block. */
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
    const isCoarse = ++this.coarseSize === coarseness;
    if (isCoarse) {
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
    this.verdict = 0;
    if (isCoarse) this.update();
    return true;
  }

  /** Runs every four blocks. Running it more often costs time and gains no accuracy. */
  private update(): void {
    const { middle, coarse, span, registers } = this;
    const long = middle.deviation;
    const recent = middle.recentDeviation;
    const near = recent < long ? recent : long;
    const far = coarseShare * coarse.deviation * (recent < long ? recent / long : 1);
    const noise = near > far ? near : far;
    registers.noise = noise;
    registers.threshold = (this.options.margin * this.base(noise)) / span;
  }

  private base(noise: number): number {
    const { noiseMultiple } = this.options;
    const noisy = noiseMultiple * noise;
    const noiseFree = fallShare * this.fall - noiseFreeMultiple * noiseMultiple * this.middle.recentDeviation;
    return noisy > noiseFree ? noisy : noiseFree;
  }

  /**
   * Number of consecutive stationary iterations required for a reduction, as of the end of the latest block: the
   * usual limit if the loss was level over the last patience, more than a patience if it rises (which may be a
   * spike), infinitely many if it still falls.
   */
  enough(): number {
    if (this.verdict === 0) this.verdict = this.decide();
    return this.verdict;
  }

  private decide(): number {
    const { window, fine, middle, coarse, registers, trend, span } = this;
    const { patience, stationaryLimit, margin } = this.options;
    if (!window.isFull || Number.isNaN(registers.threshold)) return never;
    const fall = window.fall();
    const long = middle.deviation;
    const recent = middle.recentDeviation;
    let quiet = recent < long ? recent : long;
    if (fine.deviation < quiet) quiet = fine.deviation;
    if (coarse.count > 0 && coarse.deviation < quiet) quiet = coarse.deviation;
    // This test decides most cases and saves the second pass over the window.
    if (fall > windowShare * this.base(quiet)) return never;
    const within = window.noise();
    // If the window shows less noise than σ̂, the rest came from a spike, a jump or another rate: lower the threshold
    // accordingly.
    const share = Math.min(1, (windowTrust * within) / long);
    if (trend > (margin * this.base(share * registers.noise)) / span) return never;
    const base = this.base(Math.min(quiet, within));
    if (fall > windowShare * base) return never;
    return fall < -2 * base ? Math.floor(risingWait * patience) : stationaryLimit;
  }

  /** At the end of a middle block: limits what the filters remember, and stores the trend for `decide`. */
  settle(): void {
    this.memory.cut();
    this.trend = this.registers.trend;
  }

  /**
   * True if the latest block is clearly higher than all earlier ones: the loss is still rising, as during a warm-up.
   */
  rises(): boolean {
    const { newest, count, meanAbsolute } = this.middle;
    // Half the mean |second difference| is about the standard deviation of a block mean. Noise alone rarely exceeds
    // it.
    const margin = count > 0 ? meanAbsolute / 2 : 0;
    if (newest <= this.highest + margin) return false;
    const isFirst = Number.isNaN(this.highest);
    this.highest = newest;
    return !isFirst;
  }

  /** Restarts the estimates but keeps the fall so far and the highest block mean. */
  restart(): void {
    const { fall, highest } = this;
    this.load({ ...emptyAutoThreshold(this.options), fall, highest });
    this.loaded = null;
    this.registers.noise = Number.NaN;
    this.registers.threshold = Number.NaN;
    this.registers.startSteps = 0;
    this.registers.smoothed = 0;
    this.registers.trend = Number.NaN;
  }

  /**
   * After a reduction the noise changes: the old estimate keeps the weight of a quarter of a patience, and the window
   * is emptied.
   */
  forget(): void {
    const { patience, fineSteps, blockSteps } = this.options;
    const quarter = (steps: number) => Math.max(1, Math.floor(patience / (4 * steps)));
    this.fine.forget(quarter(fineSteps));
    this.middle.forget(quarter(blockSteps));
    this.coarse.forget(quarter(coarseness * blockSteps));
    this.window.empty();
    this.windowSum = 0;
    this.windowSize = 0;
    this.verdict = 0;
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
      trend: this.trend,
    };
    return this.loaded;
  }
}
