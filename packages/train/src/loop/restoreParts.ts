import { BadInput } from '../badInput.js';
import type { LoadedCheckpoint } from '../checkpoint/loadCheckpoint.js';
import { readSafetensors } from '../checkpoint/readSafetensors.js';
import type { Tensors } from '../checkpoint/tensors.js';
import type { Model } from '../model/createModel.js';
import { fromStateDict } from '../model/stateDict.js';
import type { Parts } from './setUp.js';

/** Puts a checkpoint's tensors into network, head and optimiser; nothing is changed where one does not fit. */
export function restoreParts({ model, head, optimizer }: Parts, checkpoint: LoadedCheckpoint): void {
  fitting(checkpoint.path, () => {
    fromStateDict(model, checkpoint.backbone);
    fromStateDict(head, below('head.', checkpoint.training));
    optimizer.restore(below('velocity.', checkpoint.training));
  });
}

/** Weights of a network from any file of safetensors: ours, or one that the reference's state_dict was saved to. */
export async function loadWeights(model: Model, path: string): Promise<void> {
  const { tensors } = await readSafetensors(path);
  fitting(path, () => fromStateDict(model, tensors));
}

/** Runs `load`, and says of which file the weights are that it refuses. */
export function fitting(path: string, load: () => void): void {
  try {
    load();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new BadInput(
      path,
      error.message,
      'it is of another network or another size: take the one it was saved from',
    );
  }
}

const below = (prefix: string, tensors: Tensors): Tensors =>
  new Map(
    [...tensors].flatMap(([name, tensor]) =>
      name.startsWith(prefix) ? [[name.slice(prefix.length), tensor] as const] : [],
    ),
  );
