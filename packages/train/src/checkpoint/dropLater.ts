import { rm } from 'node:fs/promises';
import { type CheckpointKind, listCheckpoints } from './checkpointFiles.js';

/**
 * Removes the checkpoints after a step, of a run that goes on from an earlier one: they belong to updates that are made anew.
 *
 * @returns how many there were
 */
export async function dropLater(folder: string, step: number): Promise<number> {
  const kinds: readonly CheckpointKind[] = ['step', 'best'];
  const all = await Promise.all(kinds.map((kind) => listCheckpoints(folder, kind)));
  const later = all.flat().filter((checkpoint) => checkpoint.step > step);
  for (const { path } of later) await rm(path, { recursive: true });
  return later.length;
}
