import { EpochClock } from '../read/epochClock.js';
import type { Series } from '../read/frame.js';
import type { StepChoice } from '../read/frameSteps.js';
import type { RecordTaker } from './record.js';

/**
 * The step of each row of a table that grows. Whether steps begin anew in every epoch shows at the first new epoch only:
 * up to there they are taken as they are.
 */
export class LiveSteps {
  private readonly clock = new EpochClock();
  /** null: not known yet. */
  private restarts: boolean | null;
  private step = Number.NaN;
  private epoch = Number.NaN;
  private record = 0;
  private furthest = -Infinity;

  constructor(
    private readonly choice: StepChoice,
    private readonly taker: RecordTaker,
  ) {
    this.restarts = choice.epochs ? null : false;
  }

  at(cell: (series: Series) => number | undefined): number | undefined {
    const { series, epochs, plan, isEpoch, runs } = this.choice;
    if (series === null) return this.numbered(runs === null ? undefined : cell(runs));
    const step = cell(series);
    const total = plan === null ? undefined : cell(plan);
    const epoch = epochs === null ? undefined : cell(epochs);
    if (step === undefined || this.restarts === false || epoch === undefined) {
      if (this.restarts === false && !isEpoch && total !== undefined) this.taker.plan(total);
      return step;
    }
    const counted = this.clock.step(epoch, step, total);
    if (this.restarts === null && epoch > this.epoch) {
      this.restarts = step <= this.step;
      // Counted otherwise than so far: what came before cannot be joined with it.
      if (this.restarts && this.choice.plan !== null && this.epoch > 1) this.taker.newRun();
    }
    this.step = step;
    this.epoch = epoch;
    return this.restarts ? counted : step;
  }

  /** Records numbered from 0, anew where the epoch falls back: a run that was started again. */
  private numbered(epoch: number | undefined): number {
    const now = epoch ?? this.furthest;
    if (now < this.furthest) this.record = 0;
    this.furthest = now;
    return this.record++;
  }
}
