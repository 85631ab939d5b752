/** What one configuration did with a recorded run. */
export interface Outcome {
  /** Times that the rate fell, and the steps of the first `mostListed` of them, as the log counts. */
  readonly reductions: number;
  readonly reductionSteps: readonly number[];
  readonly lastReduction: number | null;
  /** Times that the rate rose. */
  readonly restarts: number;
  readonly restartSteps: readonly number[];
  readonly finalLearningRate: number;
  /** Share of the iterations whose trend was below the threshold; null where the scheduler's run does not say. */
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
