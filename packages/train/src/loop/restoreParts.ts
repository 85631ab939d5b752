import { restore, type Scheduler } from '@fastface/core';
import type { LoadedCheckpoint } from '../checkpoint/loadCheckpoint.js';
import type { Tensors } from '../checkpoint/tensors.js';
import { fitting, otherNetwork } from '../fitting.js';
import type { Model } from '../model/createModel.js';
import { fromStateDict } from '../model/stateDict.js';
import { readWeights } from '../weights/readWeights.js';
import type { TrainingParts } from './setUp.js';

/** Puts a checkpoint's tensors into network, head and optimiser, once it is known that the scheduler's state fits, too. */
export function restoreParts(
  { model, head, optimizer, average }: TrainingParts,
  scheduler: Scheduler,
  { path, state, backbone, training, average: averaged }: LoadedCheckpoint,
): void {
  fitting(path, 'it is of another run, or damaged: take an older one', () => {
    restore(scheduler, state.scheduler);
  });
  fitting(path, otherNetwork, () => {
    fromStateDict(model, backbone);
    fromStateDict(head, below('head.', training));
    optimizer.restore(training);
    if (average !== null) fromStateDict(average.model, averaged ?? new Map());
  });
}

/** Weights of a network from a file of safetensors or of PyTorch: ours, or the reference's state_dict. */
export async function loadWeights(model: Model, path: string): Promise<void> {
  const { tensors } = await readWeights(path);
  fitting(path, otherNetwork, () => fromStateDict(model, tensors));
}

const below = (prefix: string, tensors: Tensors): Tensors =>
  new Map(
    [...tensors].flatMap(([name, tensor]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor] as const] : [],
    ),
  );
