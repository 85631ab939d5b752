import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastLine, run } from '../backend/tensorflow/run.js';
import type { BackendName } from '../backend/useBackend.js';

/** Result for one backend. */
export type Finding = { readonly backend: BackendName } & (
  | { readonly works: true; readonly device: string; readonly milliseconds: number }
  | { readonly works: false; readonly problem: string }
);

/** Without the plain cpu backend: it is for unit tests, and the measured update would take a minute. */
export const examined: readonly BackendName[] = ['wasm', 'tensorflow', 'webgpu'];

/** Tests a backend in a separate process and measures a small update on it. */
export async function examine(
  backend: BackendName,
  execArgv: readonly string[] = process.execArgv,
): Promise<Finding> {
  // The child process needs the same form as this one: built code, or source with a loader.
  const probe = fileURLToPath(new URL(`./probe${extname(import.meta.url)}`, import.meta.url));
  const outcome = await run(process.execPath, [...execArgv, probe, backend], { seconds: 300 });
  const answer = outcome.out.trimEnd().split('\n').at(-1) ?? '';
  try {
    const found = JSON.parse(answer) as { device: string; milliseconds: number } | { problem: string };
    return 'problem' in found
      ? { backend, works: false, problem: found.problem }
      : { backend, works: true, ...found };
  } catch {
    return {
      backend,
      works: false,
      problem: `its process ended (${outcome.status ?? 'killed, or after 300 s'}): ${lastLine(outcome)}`,
    };
  }
}
