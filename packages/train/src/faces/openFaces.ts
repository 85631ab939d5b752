import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../badInput.js';
import { isThere } from '../plainFile.js';
import type { FaceSet } from './dataset.js';
import { folderFaces } from './folderFaces.js';
import { listFaces } from './listFaces.js';
import type { TrainLoadOptions } from './loadOptions.js';
import { recordFaces } from './recordio/recordFaces.js';
import { shardedFaces, shardsIn } from './recordio/shardedFaces.js';

/**
 * Opens a training set that is already there: a .rec file, a folder with train.rec or with shards of other names, a .lst
 * file, or a folder `ID/Image.jpg`.
 *
 * @throws BadInput for anything else
 */
export async function openFaces(path: string, options: TrainLoadOptions = {}): Promise<FaceSet> {
  if (path.endsWith('.rec') || (await isThere(join(path, 'train.rec')))) return recordFaces(path, options);
  const shards = await shardsIn(path);
  if (shards.length > 0) return shardedFaces(path, shards, options);
  if (path.endsWith('.lst')) return listFaces(path, options);
  if ((await stat(path).catch(() => null))?.isFile())
    throw new BadInput(
      path,
      'is a file',
      'name a folder ID/Image.jpg, one with train.rec, or a .rec or .lst file',
    );
  return folderFaces(path, options);
}
