import { type BackendInfo, type BackendName, useBackend } from '../backend/useBackend.js';
import { BadInput } from '../badInput.js';

/** `useBackend` for a command: where a backend cannot be had here, one line says what is missing. */
export async function startBackend(name: string): Promise<BackendInfo> {
  try {
    return await useBackend(name as BackendName);
  } catch (error) {
    const [problem] = (error as Error).message.split('\n');
    const what = problem!.replace(/^backend \w+: /, '');
    throw new BadInput(`--backend ${name}`, what, '--backend wasm works everywhere');
  }
}
