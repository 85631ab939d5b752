import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Raised when an older program could not read what this one writes. */
export const version = 2;
export const stateFile = 'state.json';
export const tensorFiles = { backbone: 'backbone.safetensors', training: 'training.safetensors' } as const;

export const folderOfStep = (step: number) => `step-${String(step).padStart(8, '0')}`;

/** The complete checkpoints in a folder, the newest first; none where there is no such folder. */
export async function listCheckpoints(folder: string): Promise<{ step: number; path: string }[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .flatMap((name) => {
      const match = /^step-(\d{8,15})$/.exec(name);
      return match ? [{ step: Number(match[1]), path: join(folder, name) }] : [];
    })
    .sort((a, b) => b.step - a.step);
}
