import { SegmentBuilder } from '../read/segmentBuilder.js';
import type { RecordTaker } from './record.js';

/** Hands the records of a text log on instead of keeping them. */
export class LiveBuilder extends SegmentBuilder {
  private last = Number.NaN;
  private taken = 0;
  private rate = Number.NaN;

  constructor(private readonly taker: RecordTaker) {
    super();
    // A second builder means that the records so far were too coarse.
    taker.newRun();
  }

  override get count(): number {
    return this.taken;
  }

  override get lastStep(): number {
    return this.last;
  }

  override startRun(run: string | null): void {
    super.startRun(run);
    this.taker.newRun();
  }

  override plan(steps: number | undefined): void {
    if (steps !== undefined && Number.isFinite(steps) && steps > 0) this.taker.plan(steps);
  }

  override add(step: number | undefined, loss: number | undefined, rate?: number): boolean {
    if (step === undefined || loss === undefined || !Number.isFinite(step)) return false;
    this.last = step;
    this.taken++;
    this.taker.record({ step, loss, learningRate: rate ?? this.rate });
    return true;
  }

  /** A rate that comes after its loss, which is gone by then, is that of the losses that follow. */
  override rateOfLast(step: number | undefined, rate: number | undefined): boolean {
    if (this.taken === 0 || rate === undefined || step !== this.last) return false;
    this.rate = rate;
    return true;
  }

  /** A rate in a line of its own is that of the losses that follow. */
  override rateFromHere(rate: number): void {
    if (Number.isFinite(rate)) this.rate = rate;
  }
}
