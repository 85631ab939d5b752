import type { SchedulerState } from '@fastface/core';
import type { LossEvent, NumberedEvent } from './event.js';
import { LiveRun, type LiveRunState, type WatchSettings } from './liveRun.js';
import type { LiveRecord, RecordTaker } from './record.js';

/** Everything that follows from the records so far. Plain JSON; goes on bit for bit. */
export interface WatcherState {
  readonly version: 1;
  /** Events told so far. */
  readonly events: number;
  readonly run: LiveRunState;
}

/**
 * What a watcher makes of records: events, numbered in their order. It knows no file and no clock, so that the same records
 * give the same events whenever they come.
 */
export class Watcher implements RecordTaker {
  private run: LiveRun;
  private events: number;

  constructor(
    private readonly settings: WatchSettings,
    private readonly tell: (event: NumberedEvent) => void,
    saved: WatcherState | null = null,
  ) {
    this.events = saved?.events ?? 0;
    this.run = this.runOf(saved?.run ?? 1);
  }

  private runOf(state: number | LiveRunState): LiveRun {
    return new LiveRun(this.settings, state, (event: LossEvent) => {
      this.events++;
      this.tell({ n: this.events, ...event });
    });
  }

  toJson(): WatcherState {
    // What is told meanwhile counts.
    const run = this.run.toJson();
    return { version: 1, events: this.events, run };
  }

  get current(): LiveRun['current'] {
    return this.run.current;
  }

  get verdict(): LiveRun['verdict'] {
    return this.run.verdict;
  }

  /** The scheduler's state; null where none listens (yet). */
  get state(): SchedulerState | null {
    return this.run.schedulerState;
  }

  /** Iterations of the run under way; null where that is not known. */
  get totalSteps(): number | null {
    return this.run.totalSteps;
  }

  get lastStep(): number | null {
    return this.run.lastStep;
  }

  record(record: LiveRecord): void {
    const { lastStep } = this.run;
    // Another process printed it, or it was printed twice.
    if (record.step === lastStep) return;
    if (lastStep !== null && record.step < lastStep) this.newRun();
    this.run.record(record);
  }

  plan(steps: number): void {
    this.run.plan(steps);
  }

  newRun(): void {
    if (this.run.lastStep === null) return;
    this.run.end();
    this.run = this.runOf(this.run.number + 1);
  }

  /** Tells what is decided so far. It is told at the latest some thousand iterations later, always in the same order. */
  settle(): void {
    this.run.settle();
  }

  /** There will be no more. */
  end(): void {
    this.run.end();
  }
}
