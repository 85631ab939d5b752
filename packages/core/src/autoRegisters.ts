/**
 * What a run of `fastfaceSteps` counts with, loaded from a state and put into the next. The loop, the block estimates
 * and the loss at hand share it, because numbers handed over as arguments would be allocated at every call. All start
 * as NaN, which also stands for null: a field that is now a whole number, now null would be allocated at each change.
 */
export class AutoRegisters {
  /** E relative to the first loss, and S. */
  smoothed = Number.NaN;
  trend = Number.NaN;
  firstLoss = Number.NaN;
  learningRate = Number.NaN;
  /** Sum of the losses of the block under way. */
  blockSum = Number.NaN;
  /** λ and σ̂; NaN before three blocks. */
  threshold = Number.NaN;
  noise = Number.NaN;
  /** Stationary iterations in a row, and how many of them end a run over losses. */
  stationarySteps = 0;
  limit = 0;
  /** Losses in the line of the start. */
  startSteps = 0;
}
