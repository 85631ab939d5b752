import type { AutoRegisters } from './autoRegisters.js';
import { type AutoThresholdState, emptyAutoThreshold } from './autoThresholdState.js';
import { BlockNoise } from './blockNoise.js';
import type { ResolvedAuto } from './fastfaceStepsOptions.js';
import { FilterMemory } from './filterMemory.js';
import { LossWindow } from './lossWindow.js';

/** Blocks in a coarse block. */
const coarseness = 4;
/** Share of the coarse estimate that counts: it rests on a quarter of the blocks, and the larger one is taken. */
const coarseShare = 0.75;
/** A loss without noise is flat when a patience brings less than this share of the whole fall. */
const fallShare = 1e-4;
/** How many times κσ must fit into that share for the loss to count as free of noise. */
const silence = 30;
/** A loss on the line falls by κσ̂/2 from one half of the window to the other; two thirds of that are let pass. */
const windowShare = 1 / 3;
/** Patiences that a loss must rise: a spike leaves the newer half of the window after half a patience. */
const risingWait = 1.25;
/** More stationary iterations than there can be. */
const never = Number.MAX_SAFE_INTEGER;
/** Factor by which the noise of the window, of few differences, may be too low by chance. */
const windowTrust = 1.25;

/**
 * The line below which the trend is stationary, and whether the loss was level over the last patience:
 *
 *     σ̂ = f·max(σ_B, ¾·σ_4B),  f = min(1, recent σ_B/σ_B)          λ = margin·base(σ̂)/patience
 *     σ̃ = min(σ_b, σ_B, recent σ_B, σ_4B, σ of the window)          level: older half − newer half ≤ base(σ̃)/3
 *     base(σ) = max(κσ, fall/10⁴ − 30κ·recent σ_B)
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
  /** 0 before it is asked for. */
  private verdict = 0;
  /** The record that the registers hold. */
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
    this.trend = state.trend;
    this.verdict = 0;
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

  /** Every four blocks: oftener would cost more and say no more. */
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
    const silent = fallShare * this.fall - silence * noiseMultiple * this.middle.recentDeviation;
    return noisy > silent ? noisy : silent;
  }

  /**
   * Stationary iterations in a row that are enough, as things stood at the end of the latest block: the usual ones for
   * a loss that is level over the last patience; more than a patience for one that rises, which may be a spike;
   * infinitely many for one that still falls.
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
    // The answer is mostly here, before the window is gone through once more.
    if (fall > windowShare * this.base(quiet)) return never;
    const within = window.noise();
    // What the window does not see of the noise was a spike, a jump or another rate: the line without it.
    const share = Math.min(1, (windowTrust * within) / long);
    if (trend > (margin * this.base(share * registers.noise)) / span) return never;
    const base = this.base(Math.min(quiet, within));
    if (fall > windowShare * base) return never;
    return fall < -2 * base ? Math.floor(risingWait * patience) : stationaryLimit;
  }

  /** At the end of a middle block: cuts down what the filters remember, and keeps the trend for the verdict. */
  settle(): void {
    this.memory.cut();
    this.trend = this.registers.trend;
  }

  /** Is the latest block clearly higher than all before it? Then the loss still rises, as while the rate warms up. */
  rises(): boolean {
    const { newest, count, meanAbsolute } = this.middle;
    // Half of |second difference| is about the deviation of a block: noise alone is higher by less, mostly.
    const margin = count > 0 ? meanAbsolute / 2 : 0;
    if (newest <= this.highest + margin) return false;
    const isFirst = Number.isNaN(this.highest);
    this.highest = newest;
    return !isFirst;
  }

  /** Begins anew, but remembers the fall so far and how high the loss was. */
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
