import type { Scheduler, SchedulerState } from '@fastface/core';
import type { BadInput } from '../badInput.js';
import type { BestSoFar, Checkpoint, PendingLoss, RunState } from '../checkpoint/checkpoint.js';
import type { FaceSet } from '../faces/dataset.js';
import type { RunTrace } from '../trace/runTrace.js';
import type { Situation } from './progress.js';
import type { RunConfig } from './runConfig.js';
import type { TrainingParts } from './setUp.js';

/** What a run is made of, and whom it tells what happens. */
export interface Run {
  readonly config: RunConfig;
  readonly faces: FaceSet;
  readonly parts: TrainingParts;
  readonly scheduler: Scheduler;
  readonly trace: RunTrace;
  /** Where to go on; without it the run begins. Network, head and optimiser must have been restored already. */
  readonly from?: RunState | null;
  /** Steps between checkpoints; 500. */
  readonly checkpointEvery?: number;
  /** Number of losses in a row that are not finite, after which the run ends. Default 10. */
  readonly maxBadLosses?: number;
  /** Ends the run after the update under way. */
  readonly signal?: AbortSignal;
  save(checkpoint: Checkpoint): Promise<unknown>;
  /** Steps between verifications; 0, which is the default, for none. */
  readonly verifyEvery?: number;
  /** How accurate the network is now, 0 … 1; null where that cannot be told. */
  verify?(step: number): Promise<number | null>;
  /** Keeps a checkpoint that has verified better than all before. */
  saveBest?(checkpoint: Checkpoint): Promise<unknown>;
  onUpdate?(update: PendingLoss, situation: Situation): void;
  onChange?(update: PendingLoss, state: SchedulerState, reason: string): void;
  onBadLoss?(update: PendingLoss, total: number): void;
  onBadImage?(error: BadInput): void;
}

/** How a run went. */
export interface Outcome {
  /**
   * `finished`: all steps made, or the scheduler decided `finish`. `diverged`: maxBadLosses losses in a row were not finite; the weights are those before the first of them.
   */
  readonly end: 'finished' | 'interrupted' | 'diverged';
  readonly step: number;
  readonly learningRate: number;
  readonly lastLoss: number | null;
  readonly badLosses: number;
  /** Where `verify` found the network most accurate; null if it was not called. */
  readonly best: BestSoFar | null;
  /** Seconds of training, over all parts of the run, without verification; the rest is of this part. */
  readonly seconds: number;
  readonly imagesPerSecond: number;
  /** Share of the time in which the device had no data, and that which the scheduler took. */
  readonly dataShare: number;
  readonly schedulerShare: number;
  readonly schedulerMicroseconds: number;
}
