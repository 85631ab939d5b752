import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { lastLine, run } from '../backend/tensorflow/run.js';
import type { BackendName } from '../backend/useBackend.js';

/** What was found of one backend. */
export type Finding = { readonly backend: BackendName } & (
  | { readonly works: true; readonly device: string; readonly milliseconds: number }
  | { readonly works: false; readonly problem: string }
);

/** The plain cpu backend is not among them: it is for unit tests, and takes a minute for the step measured. */
export const examined: readonly BackendName[] = ['wasm', 'tensorflow', 'webgpu'];

/** Tries a backend in a process of its own and measures a small update on it. */
export async function examine(
  backend: BackendName,
  execArgv: readonly string[] = process.execArgv,
): Promise<Finding> {
  // Built, or the source under a loader: a process of its own needs the same.
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
