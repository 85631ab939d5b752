import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uniform } from '@fastface/core/testing';
import { expect, test } from 'vitest';
import { complaint, mostBytes, type Outcome } from './fuzz/complaint.js';
import { hostileFile } from './fuzz/hostileFile.js';
import { randomCommand } from './fuzz/randomCommand.js';

// `npm run test:commands` makes many more; FASTFACE_SEED begins elsewhere, and repeats what a failure names.
const rounds = Number(process.env.FASTFACE_ROUNDS ?? 12);
const firstSeed = Number(process.env.FASTFACE_SEED ?? 1);
/** That a command may take, those apart in which it had no core. */
const seconds = 60;
const mains = {
  sim: fileURLToPath(new URL('../../../sim/src/cli/main.ts', import.meta.url)),
  train: fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url)),
};

/** Runs a command until it ends, or takes too long or too much. */
function run(folder: string, program: 'sim' | 'train', args: readonly string[]): Promise<Outcome> {
  const started = performance.now();
  const node = [
    '--import',
    import.meta.resolve('tsx'),
    '--conditions=@fastface/source',
    mains[program],
    ...args,
  ];
  const env = { ...process.env, NODE_OPTIONS: '', NO_COLOR: '1', XDG_CACHE_HOME: folder };
  const child = spawn(process.execPath, node, { cwd: folder, env, stdio: ['pipe', 'ignore', 'pipe'] });
  let [err, held] = ['', 0];
  child.stderr.on('data', (text) => (err += text));
  child.stdin.on('error', () => {});
  child.stdin.end('3\n2\nnan\nx\n1e308\n');
  let waited = 0;
  const timer = setInterval(() => {
    try {
      // Nanoseconds for which its main thread was ready, while others had the cores.
      waited = Number(readFileSync(`/proc/${child.pid}/schedstat`, 'utf8').split(' ')[1]) / 1e6;
      const [, most] = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      held = Math.max(held, 1024 * Number(most ?? 0));
    } catch {
      // It has ended, or the system does not tell.
    }
    if (held > mostBytes || performance.now() - started - waited > 1000 * seconds) child.kill('SIGKILL');
  }, 50);
  return new Promise((resolve) =>
    child.on('close', (status) => {
      clearInterval(timer);
      resolve({ status, err, held, seconds: (performance.now() - started) / 1000 });
    }),
  );
}

test.each([
  [{ held: 2e9 }, 'held 2000000000 bytes'],
  [{ status: null }, 'ended by a signal'],
  [{ status: 13 }, 'ended with 13'],
  [{ err: 'fastface: x\n    at main.ts:1' }, 'a stack trace'],
  [{ err: 'fastface: internal error: TypeError' }, 'an internal error'],
  [{ err: 'fastface: a\u202eb' }, 'control characters'],
  [{ err: '' }, 'no word about why'],
])('%o is seen', (change, why) => {
  expect(complaint({ status: 1, err: 'fastface: no such file\n', held: 1e8, seconds: 1 })).toBeNull();
  expect(
    complaint({ status: 1, err: 'fastface: no such file\n', held: 1e8, seconds: 1, ...change }),
  ).toContain(why);
});

test(`${rounds} random command lines over hostile files end with a line and the right code`, {
  timeout: rounds * 1000 * (seconds + 5),
}, async () => {
  const codes = new Map<number | null, number>();
  const complaints: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + rounds; seed++) {
    const dice = uniform(seed);
    const folder = mkdtempSync(join(tmpdir(), 'fastface-fuzz-'));
    let files = 0;
    const input = () => {
      const { ending, content } = hostileFile(dice);
      const path = join(folder, `in${files++}.${ending}`);
      writeFileSync(path, content);
      return path;
    };
    const { program, args } = randomCommand(dice, input, () => join(folder, `out${files++}`));
    const outcome = await run(folder, program, args);
    const wrong = complaint(outcome);
    const shown = args.map((word) => JSON.stringify(word.slice(0, 200))).join(' ');
    if (wrong !== null)
      complaints.push(
        `FASTFACE_SEED=${seed} FASTFACE_ROUNDS=1: ${wrong}: ${program} ${shown}\n${outcome.err.slice(0, 2000)}`,
      );
    codes.set(outcome.status, (codes.get(outcome.status) ?? 0) + 1);
    rmSync(folder, { recursive: true, force: true });
  }
  expect(complaints).toEqual([]);
  console.log([...codes].map(([code, count]) => `${count} ended with ${code}`).join(', '));
});
