import type { SchedulerState } from '@fastface/core';
import type { Tensors } from './tensors.js';

/** A loss that has been computed but not yet given to the scheduler, as `--loss-lag` leaves some. */
export interface PendingLoss {
  readonly step: number;
  readonly epoch: number;
  readonly learningRate: number;
  /** null for one that is not finite. */
  readonly loss: number | null;
  readonly gradientNorm: number | null;
}

/** Where a run is, besides its tensors: plain JSON. */
export interface RunState {
  /** Updates made: the index of the next one. */
  readonly step: number;
  readonly scheduler: SchedulerState;
  /** Where the batches go on; see `batches`. */
  readonly batches: { readonly seed: number; readonly epoch: number; readonly position: number };
  readonly pending: readonly PendingLoss[];
  /** Updates skipped because the loss or a gradient was not finite: in all, and in a row. */
  readonly badLosses: number;
  readonly badLossesInARow: number;
  /** Bytes of the files that grow with the run, up to this step: what follows them is of a later one. */
  readonly lengths: Readonly<Record<string, number>>;
  /** Seconds of training so far, over all parts of the run. */
  readonly seconds: number;
}

/** How a run is carried out, which may differ when it goes on: plain JSON. */
export type Habits = Readonly<Record<string, unknown>>;

/** All that a run needs to go on: three files in a folder of its own. */
export interface Checkpoint {
  readonly state: RunState;
  /** The options of the run, with which it must go on. */
  readonly config: Readonly<Record<string, unknown>>;
  /** How the command carried it out: its other options, which hold when it goes on without them. */
  readonly habits?: Habits;
  /** `backbone.safetensors`: weights and running statistics under PyTorch's names, loadable by the reference. */
  readonly backbone: Tensors;
  /** `training.safetensors`: `head.weight` and the optimiser's velocities. */
  readonly training: Tensors;
}
