import { type ChildProcess, spawn } from 'node:child_process';
import { afterEach } from 'vitest';
import { entry, root } from '../cli/entry.js';

/** A `fastface` that runs beside the test. */
export interface Running {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly text: { out: string; err: string };
  /** When it has ended. */
  readonly ended: Promise<{ status: number | null; out: string; err: string }>;
}

const running = new Set<ChildProcess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts the command; `node` are options of Node. It does not outlive its test. */
export function start(args: readonly string[], node: readonly string[] = []): Running {
  const words = [...node, ...entry, ...args];
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const child = spawn(process.execPath, words, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const text = { out: '', err: '' };
  child.stdout.on('data', (data) => {
    text.out += data;
  });
  child.stderr.on('data', (data) => {
    text.err += data;
  });
  const ended = new Promise<{ status: number | null; out: string; err: string }>((resolve) => {
    child.once('close', (status) => {
      running.delete(child);
      resolve({ status, ...text });
    });
  });
  return { child, text, ended };
}

/** Looks again and again until a condition holds; how long is for the test's own time limit to say. */
export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 600_000; Date.now() < end; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`it never came to this: ${what}`);
}
