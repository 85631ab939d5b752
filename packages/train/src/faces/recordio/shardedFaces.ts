import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../../badInput.js';
import { enoughImages } from '../enoughImages.js';
import { joinFaces } from '../joinFaces.js';
import type { TrainLoadOptions } from '../loadOptions.js';
import { openRecords, type RecordFaces } from './recordFaces.js';
import type { LabelSettings } from './recordLabels.js';

/** The record files of a folder, by name; empty for another folder. */
export async function shardsIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => name.endsWith('.rec'))
    .sort()
    .map((name) => join(folder, name));
}

/**
 * One training set in several record files, each with its .idx beside it. A label is the same person in all of them: people
 * may be spread over shards, and are counted together.
 *
 * @param paths of the .rec files
 * @throws BadInput as `recordFaces`
 */
export async function shardedFaces(
  folder: string,
  paths: readonly string[],
  options: TrainLoadOptions & LabelSettings = {},
): Promise<RecordFaces> {
  const { onProgress, ...settings } = options;
  const shards: RecordFaces[] = [];
  const close = async () => {
    for (const shard of shards) await shard.close();
  };
  try {
    for (const [done, path] of paths.entries()) {
      const progress = (share: number) => onProgress?.((done + share) / paths.length);
      shards.push(await openRecords(path, { ...settings, onProgress: progress }));
    }
    const set = { ...joinFaces(shards, 'shared'), name: folder };
    if (set.length === 0) throw new BadInput(folder, 'has no image', 'copy it again');
    return { ...enoughImages(set, (label) => `${folder}, label ${label}`, options), close };
  } catch (error) {
    await close();
    throw error;
  }
}
