/**
 * Working registers of a run of `fastfaceSteps`, loaded from a state and stored in the next. The loop, the block
 * estimates and single steps share them, because V8 would allocate numbers passed as arguments at every call. NaN is
 * the initial value and stands for null: V8 would allocate a field that alternates between an integer and null at
 * each change.
 */
export class AutoRegisters {
  /** E relative to the first loss, and S. */
  smoothed = Number.NaN;
  trend = Number.NaN;
  firstLoss = Number.NaN;
  learningRate = Number.NaN;
  /** Sum of the losses of the current block. */
  blockSum = Number.NaN;
  /** λ and σ̂; NaN before three blocks. */
  threshold = Number.NaN;
  noise = Number.NaN;
  /** Consecutive stationary iterations, and how many of them end the fast loop. */
  stationarySteps = 0;
  limit = 0;
  /** Losses in the straight-line fit of the start. */
  startSteps = 0;
}
