import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../badInput.js';
import { readPlain } from '../plainFile.js';
import type { Checkpoint } from './checkpoint.js';
import { listCheckpoints, stateFile, tensorFiles } from './checkpointFiles.js';
import { fileDigest } from './fileDigest.js';
import { parseState } from './parseState.js';
import { readSafetensors } from './readSafetensors.js';

export interface LoadedCheckpoint extends Checkpoint {
  readonly path: string;
}

/**
 * Reads a checkpoint and verifies that its files are unchanged, to the bit.
 *
 * @param path a checkpoint's own folder (`…/step-00001000`)
 * @throws BadInput if something is missing, damaged, or of another version
 */
export async function loadCheckpoint(path: string): Promise<LoadedCheckpoint> {
  const text = await readPlain(join(path, stateFile)).catch(() => {
    throw new BadInput(path, `is no checkpoint: it has no ${stateFile}`, 'name a folder step-… of a run');
  });
  const { files, config, habits, state } = parseState(join(path, stateFile), text.toString('utf8'));
  const { average, ...always } = tensorFiles;
  const hasAverage = average in files;
  for (const name of [...Object.values(always), ...(hasAverage ? [average] : [])]) {
    const digest = await fileDigest(join(path, name)).catch(() => null);
    const { bytes, sha256 } = files[name] ?? {};
    if (digest === null || digest.bytes !== bytes || digest.sha256 !== sha256) {
      const problem = digest === null ? 'is missing' : 'is not the file that the checkpoint was written with';
      throw new BadInput(join(path, name), problem, 'take an older checkpoint');
    }
  }
  const tensorsOf = async (name: string) => (await readSafetensors(join(path, name))).tensors;
  const [backbone, training] = [await tensorsOf(always.backbone), await tensorsOf(always.training)];
  const averaged = hasAverage ? { average: await tensorsOf(average) } : {};
  return { path, config, habits, state, backbone, training, ...averaged };
}

/**
 * The newest undamaged checkpoint of a run; `onDamaged` is called for newer, damaged ones.
 *
 * @param folder the checkpoints' folder of a run, or one checkpoint's own
 * @throws BadInput where there is none
 */
export async function latestCheckpoint(
  folder: string,
  onDamaged: (error: BadInput) => void,
): Promise<LoadedCheckpoint> {
  const own = await stat(join(folder, stateFile)).catch(() => null);
  if (own) return loadCheckpoint(folder);
  for (const { path } of await listCheckpoints(folder)) {
    try {
      return await loadCheckpoint(path);
    } catch (error) {
      if (!(error instanceof BadInput)) throw error;
      onDamaged(error);
    }
  }
  throw new BadInput(folder, 'has no checkpoint that is whole', 'begin the run again without --resume');
}
