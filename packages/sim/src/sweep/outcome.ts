/** Outcome of one configuration on a recorded run. */
export interface Outcome {
  /** Number of reductions, and the steps of the first `mostListed` of them, in the log's numbering. */
  readonly reductions: number;
  readonly reductionSteps: readonly number[];
  readonly lastReduction: number | null;
  /** Number of increases of the rate. */
  readonly restarts: number;
  readonly restartSteps: readonly number[];
  readonly finalLearningRate: number;
  /** Share of the iterations with a trend below the threshold; null if the scheduler's run does not report it. */
  readonly stationaryShare: number | null;
}

/** Steps kept of each kind: a schedule that changes the rate at every iteration would have as many as the run. */
export const mostListed = 1000;

/** Collects changes in the order in which they come. */
export class ChangeSteps {
  count = 0;
  last: number | null = null;
  readonly steps: number[] = [];

  add(step: number): void {
    this.count++;
    this.last = step;
    if (this.steps.length < mostListed) this.steps.push(step);
  }
}
