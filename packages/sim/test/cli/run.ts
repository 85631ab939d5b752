import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { entry, root } from './entry.js';

/** Runs the command as a user does. */
export function fastface(
  args: readonly string[],
  input = '',
): { status: number | null; out: string; err: string } {
  const node = [...entry, ...args];
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined };
  const { status, stdout, stderr } = spawnSync(process.execPath, node, {
    input,
    encoding: 'utf8',
    cwd: root,
    env,
  });
  return { status, out: stdout, err: stderr };
}

/** A folder for one test file, removed after it. */
export function temporaryFolder(): {
  file(name: string, content: string): string;
  path(name: string): string;
} {
  const folder = mkdtempSync(join(tmpdir(), 'fastface-test-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const path = (name: string) => join(folder, name);
  return {
    path,
    file(name, content) {
      writeFileSync(path(name), content);
      return path(name);
    },
  };
}

/** A log as insightface writes it, made here. */
export function insightfaceLog(
  losses: readonly (number | string)[],
  { stride = 10, rate = (_: number): number => 0.02 } = {},
): string {
  const line = (loss: number | string, i: number) =>
    `Training: 2024-01-01 10:00:00,000-Speed 700.00 samples/sec   Loss ${typeof loss === 'number' ? loss.toFixed(4) : loss}   ` +
    `LearningRate ${rate(i).toFixed(6)}   Epoch: 0   Global Step: ${stride * (i + 2)}   Fp16 Grad Scale: 8192   Required: 1 hours`;
  return `Training: 2024-01-01 10:00:00,000-: lr                       0.02\n${losses.map(line).join('\n')}\n`;
}
