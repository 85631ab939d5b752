import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../badInput.js';
import { makeFolder } from '../makeFolder.js';
import type { Checkpoint } from './checkpoint.js';
import { folderOfStep, listCheckpoints, stateFile, tensorFiles, version } from './checkpointFiles.js';
import { contentDigest } from './contentDigest.js';
import { fileDigest } from './fileDigest.js';
import { writeSafetensors } from './writeSafetensors.js';

/** Number of checkpoints kept, the newest ones: one more than needed, should the newest be damaged. */
const kept = 2;

/**
 * Writes a checkpoint into a folder of its own, `step-00001000`, and removes the oldest ones. The folder is
 * complete or not there: it is written under another name, brought to the disk, and renamed. A process that is killed
 * at any moment leaves the checkpoints before it, and at most a folder `….unfinished`, which the next one removes.
 *
 * @param folder of all checkpoints of the run
 * @returns the checkpoint's folder
 * @throws BadInput where it cannot be written
 */
export async function saveCheckpoint(folder: string, checkpoint: Checkpoint): Promise<string> {
  try {
    return await save(folder, checkpoint);
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

async function save(folder: string, checkpoint: Checkpoint): Promise<string> {
  const { state, config, habits = {} } = checkpoint;
  const final = join(folder, folderOfStep(state.step));
  const unfinished = `${final}.unfinished`;
  makeFolder(folder);
  for (const name of await readdir(folder)) {
    if (name.endsWith('.unfinished')) await rm(join(folder, name), { recursive: true, force: true });
  }
  await mkdir(unfinished);
  const files: Record<string, { bytes: number; sha256: string }> = {};
  for (const [key, name] of Object.entries(tensorFiles)) {
    const path = join(unfinished, name);
    await writeSafetensors(path, checkpoint[key as keyof typeof tensorFiles], { format: 'pt' });
    files[name] = await fileDigest(path);
  }
  const said = { files, config, habits, state };
  const content = { format: 'fastface-train checkpoint', version, sha256: contentDigest(said), ...said };
  await writeDurably(join(unfinished, stateFile), `${JSON.stringify(content, null, 1)}\n`);
  await syncFolder(unfinished);
  // Only a damaged one can be here, for a run goes on from a whole one.
  await rm(final, { recursive: true, force: true });
  await rename(unfinished, final);
  await syncFolder(folder);
  for (const { path } of (await listCheckpoints(folder)).slice(kept)) await rm(path, { recursive: true });
  return final;
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

/** Brings a folder's entries to the disk; not everywhere a folder can be opened, and there it must do without. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => null);
  try {
    await folder?.sync().catch(() => undefined);
  } finally {
    await folder?.close();
  }
}
