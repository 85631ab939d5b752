import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Verdict } from '../../packages/train/src/arena/verdict.js';

const program = fileURLToPath(new URL('../../packages/train/src/cli/main.ts', import.meta.url));

/** A grid as flags of `fastface-train arena`. */
export interface Flags {
  readonly tasks: readonly string[];
  readonly schedulers: readonly string[];
  readonly rates?: readonly number[];
  readonly budgets: readonly number[];
  readonly seeds: number;
}

/** Trains what the file lacks of a grid, and returns the verdict. */
export function arena(
  { tasks, schedulers, rates, budgets, seeds }: Flags,
  file: string,
  about: string,
): Verdict {
  const args = [
    ...tasks.flatMap((name) => ['--task', name]),
    ...schedulers.flatMap((name) => ['--scheduler', name]),
    ...(rates ? ['--rates', rates.join()] : []),
    ...['--budgets', budgets.join(), '--seeds', String(seeds), '--output', file, '--about', about, '--json'],
  ];
  const { status, stdout } = spawnSync(process.execPath, [...process.execArgv, program, 'arena', ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`fastface-train arena ended with ${status}`);
  return JSON.parse(stdout);
}
