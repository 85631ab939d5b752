import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Increased when older versions of the program cannot read the format. */
export const version = 2;
export const stateFile = 'state.json';
export const tensorFiles = { backbone: 'backbone.safetensors', training: 'training.safetensors' } as const;

export const folderOfStep = (step: number) => `step-${String(step).padStart(8, '0')}`;

/** The complete checkpoints in a folder, newest first; empty if the folder does not exist. */
export async function listCheckpoints(folder: string): Promise<{ step: number; path: string }[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => {
      const match = /^step-(\d{8,15})$/.exec(name);
      return match ? [{ step: Number(match[1]), path: join(folder, name) }] : [];
    })
    .sort((a, b) => b.step - a.step);
}
