import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../badInput.js';
import { makeFolder } from '../makeFolder.js';
import type { Checkpoint } from './checkpoint.js';
import {
  type CheckpointKind,
  folderOfStep,
  listCheckpoints,
  stateFile,
  tensorFiles,
  verificationFile,
  version,
} from './checkpointFiles.js';
import { contentDigest } from './contentDigest.js';
import { fileDigest } from './fileDigest.js';
import { writeSafetensors } from './writeSafetensors.js';

/** Number of newest step checkpoints kept. The second one is a reserve if the newest is damaged. */
const kept = 2;

/**
 * Writes a checkpoint to its own folder, `step-00001000`, and removes the oldest ones. Writing is atomic: the folder
 * is written under another name, synced to disk, and renamed. A process that is killed at any moment leaves the
 * earlier checkpoints intact, and at most a folder `….unfinished`, which the next call removes.
 *
 * @param folder of all checkpoints of the run
 * @param verification of the best checkpoint so far, as plain JSON: it is kept as `best-00001000`, beside the newest two, until
 *   a step checkpoint after the next best
 * @returns the checkpoint's folder
 * @throws BadInput if it cannot be written
 */
export async function saveCheckpoint(
  folder: string,
  checkpoint: Checkpoint,
  verification?: unknown,
): Promise<string> {
  try {
    return await save(folder, checkpoint, verification);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new BadInput(
      folder,
      `the checkpoint cannot be written (${code})`,
      'make room, then go on with --resume',
    );
  }
}

async function save(folder: string, checkpoint: Checkpoint, verification: unknown): Promise<string> {
  const { state, config, habits = {} } = checkpoint;
  const kind = verification === undefined ? 'step' : 'best';
  const final = join(folder, folderOfStep(state.step, kind));
  const unfinished = `${final}.unfinished`;
  makeFolder(folder);
  for (const name of await readdir(folder)) {
    if (name.endsWith('.unfinished')) await rm(join(folder, name), { recursive: true, force: true });
  }
  await mkdir(unfinished);
  const files: Record<string, { bytes: number; sha256: string }> = {};
  for (const [key, name] of Object.entries(tensorFiles)) {
    const tensors = checkpoint[key as keyof typeof tensorFiles];
    if (tensors === undefined) continue;
    const path = join(unfinished, name);
    await writeSafetensors(path, tensors, { format: 'pt' });
    files[name] = await fileDigest(path);
  }
  const said = { files, config, habits, state };
  const content = { format: 'fastface-train checkpoint', version, sha256: contentDigest(said), ...said };
  await writeDurably(join(unfinished, stateFile), `${JSON.stringify(content, null, 1)}\n`);
  if (verification !== undefined)
    await writeDurably(join(unfinished, verificationFile), `${JSON.stringify(verification, null, 1)}\n`);
  await syncFolder(unfinished);
  // Only a damaged checkpoint can be here, because a run resumes from an intact one.
  await rm(final, { recursive: true, force: true });
  await rename(unfinished, final);
  await syncFolder(folder);
  await prune(folder, state.step);
  return final;
}

/**
 * Removes what is superseded at a step: all step checkpoints but the newest, and all best ones but the newest and the one
 * that was the best at the newest step checkpoint, because a run that resumes there names it. Later ones stay.
 */
async function prune(folder: string, step: number): Promise<void> {
  const upTo = async (kind: CheckpointKind) =>
    (await listCheckpoints(folder, kind)).filter((checkpoint) => checkpoint.step <= step);
  const steps = await upTo('step');
  const [newest, ...others] = await upTo('best');
  const resumedBest = [newest, ...others].find((best) => best && best.step <= (steps[0]?.step ?? -1));
  const superseded = [...steps.slice(kept), ...others.filter((best) => best !== resumedBest)];
  for (const { path } of superseded) await rm(path, { recursive: true });
}

async function writeDurably(path: string, text: string): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Syncs a folder's entries to disk, except on systems on which folders cannot be opened. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  try {
    await folder?.sync().catch(() => undefined);
  } finally {
    await folder?.close();
  }
}
