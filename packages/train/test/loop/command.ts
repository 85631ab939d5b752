import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { vi } from 'vitest';
import { run } from '../../src/cli/run.js';

const main = fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url));

export interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs `fastface-train` in this process, which takes a tenth of the time; paths must be absolute. */
export async function fastfaceTrainHere(args: readonly string[]): Promise<Result> {
  let [stdout, stderr] = ['', ''];
  const out = (text: unknown) => {
    stdout += text;
    return true;
  };
  const err = (text: unknown) => {
    stderr += text;
    return true;
  };
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation(out),
    vi.spyOn(process.stderr, 'write').mockImplementation(err),
    vi.spyOn(console, 'log').mockImplementation((text) => void out(`${text}\n`)),
    vi.spyOn(console, 'error').mockImplementation((text) => void err(`${text}\n`)),
  ];
  try {
    return { status: await run(args), stdout, stderr };
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = 0;
  }
}

/** Runs `fastface-train` from the source, in `folder`; `watch` gets the process while it runs. */
export function fastfaceTrain(
  folder: string,
  args: readonly string[],
  watch?: (child: ChildProcess) => void,
): Promise<Result> {
  const node = ['--import', import.meta.resolve('tsx'), '--conditions=@fastface/source', main, ...args];
  const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', XDG_CACHE_HOME: folder };
  const child = spawn(process.execPath, node, { cwd: folder, env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += text));
  child.stderr.on('data', (text) => (stderr += text));
  watch?.(child);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stdout, stderr }));
  });
}

/** A run of a few seconds. */
export const small = [
  '--backend=wasm',
  '--image-size=16',
  '--identities=8',
  '--per-identity=4',
  '--difficulty=easy',
  '--embedding-size=8',
  '--batch-size=8',
  '--steps=24',
  '--scheduler=fastface',
  '--set=patience=2',
  '--set=alpha=0.5',
  '--set=beta=0.5',
  '--set=threshold=0.8',
  '--verify-pairs=0',
];
