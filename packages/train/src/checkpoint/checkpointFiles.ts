import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Increased when older versions of the program cannot read the format. */
export const version = 2;
export const stateFile = 'state.json';
export const tensorFiles = {
  backbone: 'backbone.safetensors',
  training: 'training.safetensors',
  average: 'average.safetensors',
} as const;

/** Of a checkpoint's verification, beside its other files; and of a finished run's. */
export const verificationFile = 'verification.json';

/** `step`: to resume from, the newest two. `best`: the one that verified best. */
export type CheckpointKind = 'step' | 'best';

export const folderOfStep = (step: number, kind: CheckpointKind = 'step') =>
  `${kind}-${String(step).padStart(8, '0')}`;

/** The complete checkpoints of a kind in a folder, newest first; empty if the folder does not exist. */
export async function listCheckpoints(
  folder: string,
  kind: CheckpointKind = 'step',
): Promise<{ step: number; path: string }[]> {
  const names = await readdir(folder).catch(() => []);
  const form = new RegExp(`^${kind}-(\\d{8,15})$`);
  return names
    .flatMap((name) => {
      const match = form.exec(name);
      return match ? [{ step: Number(match[1]), path: join(folder, name) }] : [];
    })
    .sort((a, b) => b.step - a.step);
}
