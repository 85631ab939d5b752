import type { Cell } from './namedNumbers.js';

const none: readonly never[] = [];

/**
 * The step and the epoch that a line of their own names for the records below it: `Epoch 3/10`, `Step 100 took 2 s`.
 * A step is for one record of each loss; where a second one comes, such lines are no heads of records.
 */
export class LinesAbove {
  private steps: readonly Cell[] = [];
  private tier = Infinity;
  private epochs: readonly Cell[] = [];
  private before: readonly Cell[] = [];
  private readonly seen = new Set<string>();
  private broken = false;
  private latestLosses: readonly string[] = none;

  /** Of several steps above one record, `Iteration: 3`, `NumTimesteps: 32549`, the one of the best name counts: of the lowest tier. */
  head(steps: readonly Cell[], epochs: readonly Cell[], tier: number): void {
    const isWorse = this.steps.length > 0 && this.seen.size === 0 && tier > this.tier;
    if (steps.length > 0 && !isWorse) {
      [this.steps, this.tier] = [steps, tier];
      this.seen.clear();
      this.latestLosses = none;
    }
    if (epochs.length > 0) this.epochs = epochs;
  }

  /** What the lines above add to a record, which has a step or an epoch of its own or not. */
  cells(
    losses: readonly string[],
    own: readonly Cell[],
    hasStep: boolean,
    hasEpoch: boolean,
  ): readonly Cell[] {
    if (hasStep) {
      this.steps = none;
      this.before = own;
    }
    // The names of one shape of line come again and again.
    if (losses !== this.latestLosses) {
      if (losses.some((name) => this.seen.has(name))) this.broken ||= this.steps.length > 0;
      for (const name of losses) this.seen.add(name);
    } else this.broken ||= this.steps.length > 0;
    this.latestLosses = losses;
    const steps = hasStep || this.broken ? none : this.steps;
    const epochs = hasEpoch ? none : this.epochs;
    return steps.length === 0 ? epochs : [...steps, ...epochs];
  }

  /** The step and the epoch that a learning rate on a line of its own is of: of the line above or the record before. */
  beside(hasStep: boolean, hasEpoch: boolean): readonly Cell[] {
    const steps = this.steps.length > 0 ? this.steps : this.before;
    return [...(hasStep ? none : steps), ...(hasEpoch ? none : this.epochs)];
  }
}
