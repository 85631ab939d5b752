import type { Segment } from '../trace.js';
import { NumberList } from './numberList.js';

interface Start {
  readonly at: number;
  planned: number | null;
  epochLength?: number;
  hasRate: boolean;
  readonly run: string | null;
  /** Whether it starts with the step that the one before ends with. */
  readonly repeats: boolean;
}

/** More runs than this in one log means that the wrong column was taken for the step. */
const mostSegments = 65_536;

/** Collects records in the order of the log and cuts them where the step does not increase. */
export class SegmentBuilder {
  private readonly steps = new NumberList();
  private readonly losses = new NumberList();
  private readonly rates = new NumberList();
  private readonly starts: Start[] = [];
  /** Records with the same step as the one before; the runs that they would start. */
  private repeats = 0;
  /** Records that are the same as the one before. */
  private same = 0;
  private collapsed = false;
  private announced: number | null = null;
  private epochLength: number | null = null;
  private run: string | null = null;
  private cut = true;
  private readonly held: (readonly [from: number, rate: number])[] = [];

  get count(): number {
    return this.steps.length;
  }

  get segmentCount(): number {
    return this.starts.length;
  }

  /** False where the log restarts so often that its step cannot be one. */
  get sane(): boolean {
    return this.starts.length < mostSegments;
  }

  get lastStep(): number {
    return this.count > 0 ? this.steps.at(this.count - 1) : NaN;
  }

  /** The records that follow belong to this run. */
  startRun(run: string | null): void {
    this.run = run;
    this.cut = true;
  }

  /** Planned number of iterations of the run; holds from the next record on. */
  plan(steps: number | undefined): void {
    if (steps !== undefined && Number.isFinite(steps) && steps > 0) this.announced = steps;
  }

  /** Number of iterations in an epoch; holds from the next record on. */
  epoch(iterations: number | undefined): void {
    if (iterations !== undefined && Number.isSafeInteger(iterations) && iterations > 0)
      this.epochLength = iterations;
  }

  /** Adds a record; false where the step is no number (or the log restarts absurdly often). */
  add(step: number | undefined, loss: number | undefined, rate?: number): boolean {
    if (step === undefined || loss === undefined || !Number.isFinite(step)) return false;
    if (this.cut || step <= this.steps.at(this.count - 1)) {
      if (!this.cut && step === this.lastStep) {
        // The very same record, written twice.
        if (loss === this.losses.at(this.count - 1)) return this.again(rate);
        this.repeats++;
        if (this.collapsed) return true;
        if (this.repeats + this.same >= 1000) this.collapse();
        if (this.collapsed) return true;
      }
      if (!this.sane) return false;
      const repeats = !this.cut && step === this.lastStep;
      this.starts.push({ at: this.count, planned: null, hasRate: false, run: this.run, repeats });
      this.cut = false;
    }
    const segment = this.starts[this.starts.length - 1]!;
    if (this.announced !== null) segment.planned = this.announced;
    if (this.epochLength !== null) segment.epochLength = this.epochLength;
    this.steps.push(step);
    this.losses.push(loss);
    this.rates.push(rate ?? NaN);
    if (rate !== undefined && !Number.isNaN(rate)) segment.hasRate = true;
    return true;
  }

  private again(rate: number | undefined): true {
    this.same++;
    if (rate !== undefined && !Number.isNaN(rate)) this.rateOfLast(this.lastStep, rate);
    return true;
  }

  /** The log names the learning rate of the latest record only after it. */
  rateOfLast(step: number | undefined, rate: number | undefined): boolean {
    if (this.count === 0 || rate === undefined || step !== this.lastStep) return false;
    this.rates.set(this.count - 1, rate);
    if (!Number.isNaN(rate)) this.starts[this.starts.length - 1]!.hasRate = true;
    return true;
  }

  /** A rate in a line of its own: it holds from the next record on, if others follow. */
  rateFromHere(rate: number): void {
    if (Number.isFinite(rate)) this.held.push([this.count, rate]);
  }

  /** Puts rates that were named in lines of their own into the records without one. */
  private hold(): void {
    const { held, starts } = this;
    // One that stands above a log alone may be a setting.
    if (held.length < 2 || held.at(-1)![0] === 0 || starts.some(({ hasRate }) => hasRate)) return;
    held.forEach(([from, rate], i) => {
      const to = held[i + 1]?.[0] ?? this.count;
      for (let at = from; at < to; at++) this.rates.set(at, rate);
    });
    for (const start of starts) start.hasRate = true;
  }

  /**
   * Where many records have the step of the one before, several processes wrote them, or one wrote them twice: of each
   * step the first record is kept. Returns how many were left out.
   */
  collapse(): number {
    if (this.collapsed) return this.repeats + this.same;
    const twice = this.repeats + this.same;
    if (this.repeats === 0 || twice < 3 || twice < 0.3 * (this.count + this.same)) return this.same;
    this.collapsed = true;
    const starts = this.starts.splice(0);
    let kept = 0;
    starts.forEach((start, i) => {
      const end = starts[i + 1]?.at ?? this.count;
      const from = start.repeats ? start.at + 1 : start.at;
      const last = this.starts.at(-1);
      const goesOn = last && start.repeats && (from === end || this.steps.at(from) > this.steps.at(kept - 1));
      if (goesOn) last.hasRate ||= start.hasRate;
      else this.starts.push({ ...start, at: kept, repeats: false });
      for (let k = from; k < end; k++, kept++) {
        for (const column of [this.steps, this.losses, this.rates]) column.set(kept, column.at(k));
      }
    });
    for (const column of [this.steps, this.losses, this.rates]) column.length = kept;
    return this.repeats + this.same;
  }

  /** The runs; no more records may be added. */
  segments(): Segment[] {
    this.hold();
    return this.starts.map(({ at, planned, epochLength, hasRate, run }, i) => {
      const end = this.starts[i + 1]?.at ?? this.count;
      return {
        steps: this.steps.take(at, end),
        losses: this.losses.take(at, end),
        learningRates: hasRate ? this.rates.take(at, end) : null,
        plannedSteps: planned,
        ...(epochLength === undefined ? {} : { epochLength }),
        run,
      };
    });
  }
}
