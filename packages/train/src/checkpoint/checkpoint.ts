import type { SchedulerState } from '@fastface/core';
import type { Tensors } from './tensors.js';

/** A computed loss that the scheduler has not seen yet, because of `--loss-lag`. */
export interface PendingLoss {
  readonly step: number;
  readonly epoch: number;
  readonly learningRate: number;
  /** null for one that is not finite. */
  readonly loss: number | null;
  readonly gradientNorm: number | null;
}

/** Where a run verified best, and how accurate it was: 0 … 1, the mean over the sets. */
export interface BestSoFar {
  readonly step: number;
  readonly accuracy: number;
}

/** The state of a run, except its tensors. Plain JSON. */
export interface RunState {
  /** Number of updates, which is the index of the next one. */
  readonly step: number;
  readonly scheduler: SchedulerState;
  /** Position in the sequence of batches; see `batches`. */
  readonly batches: { readonly seed: number; readonly epoch: number; readonly position: number };
  readonly pending: readonly PendingLoss[];
  /** Updates skipped because of a non-finite loss or gradient: in total, and consecutive. */
  readonly badLosses: number;
  readonly badLossesInARow: number;
  /** The most accurate verification so far. */
  readonly best?: BestSoFar | null;
  /** Lengths in bytes of the files that grow with the run, at this step. Later bytes belong to later steps. */
  readonly lengths: Readonly<Record<string, number>>;
  /** Seconds of training so far, over all parts of the run. */
  readonly seconds: number;
}

/** Options that do not affect the result and may differ after resuming. Plain JSON. */
export type Habits = Readonly<Record<string, unknown>>;

/** Everything needed to resume a run: three or four files in a folder. */
export interface Checkpoint {
  readonly state: RunState;
  /** The options of the run, which must stay the same. */
  readonly config: Readonly<Record<string, unknown>>;
  /** The command's other options, used on resuming unless given again. */
  readonly habits?: Habits;
  /** `backbone.safetensors`: weights and running statistics under PyTorch's names, loadable by the reference. */
  readonly backbone: Tensors;
  /** `training.safetensors`: `head.weight` and what the optimiser remembers, such as velocities. */
  readonly training: Tensors;
  /** `average.safetensors`, of a run that keeps an average of the backbone's weights. */
  readonly average?: Tensors;
}
