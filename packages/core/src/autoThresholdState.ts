import { type BlockNoiseState, emptyBlockNoise } from './blockNoise.js';
import type { ResolvedAuto } from './fastfaceStepsOptions.js';
import { emptyLossWindow, type LossWindowState } from './lossWindow.js';

/** State of AutoThreshold: means of blocks of losses, relative to the first loss. */
export interface AutoThresholdState {
  /** Noise in the shortest blocks; null if these equal the middle blocks. */
  readonly fine: BlockNoiseState | null;
  readonly middle: BlockNoiseState;
  readonly coarse: BlockNoiseState;
  readonly window: LossWindowState;
  /** Sums and counts of the means in the current middle, coarse and window block. */
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
  /** The trend at the end of the latest block. */
  readonly trend: number;
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
  trend: 0,
});
