import { type BackendName, useBackend } from '../../src/index.js';

/** Skips, with the reason, where a backend cannot be had. */
export async function have(name: BackendName, skip: (note: string) => never): Promise<void> {
  try {
    await useBackend(name);
  } catch (error) {
    skip((error as Error).message.split('\n')[0]!);
  }
}
