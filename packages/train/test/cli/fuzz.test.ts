import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { uniform } from '@fastface/core/testing';
import { expect, test } from 'vitest';
import { hostileFile } from './fuzz/hostileFile.js';
import { randomCommand } from './fuzz/randomCommand.js';

// `npm run test:commands` makes many more; FASTFACE_SEED begins elsewhere, and repeats what a failure names.
const rounds = Number(process.env.FASTFACE_ROUNDS ?? 12);
const firstSeed = Number(process.env.FASTFACE_SEED ?? 1);
const seconds = 60;
const mostBytes = 1.5e9;
const mains = {
  sim: fileURLToPath(new URL('../../../sim/src/cli/main.ts', import.meta.url)),
  train: fileURLToPath(new URL('../../src/cli/main.ts', import.meta.url)),
};

interface Outcome {
  readonly status: number | null;
  readonly err: string;
  /** The most memory that it held, in bytes, where the system tells. */
  readonly held: number;
  readonly seconds: number;
}

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
  const timer = setInterval(() => {
    try {
      const [, most] = /VmHWM:\s*(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      held = Math.max(held, 1024 * Number(most ?? 0));
    } catch {
      // It has ended, or the system does not tell.
    }
    if (held > mostBytes || performance.now() - started > 1000 * seconds) child.kill('SIGKILL');
  }, 50);
  return new Promise((resolve) =>
    child.on('close', (status) => {
      clearInterval(timer);
      resolve({ status, err, held, seconds: (performance.now() - started) / 1000 });
    }),
  );
}

/** What is wrong with how a command ended, in words; null if nothing is. */
function complaint({ status, err, held, seconds: taken }: Outcome): string | null {
  if (held > mostBytes) return `held ${held} bytes`;
  if (status === null) return `ended by a signal after ${taken} s`;
  if (![0, 1, 2].includes(status)) return `ended with ${status}`;
  if (/\n\s+at |internal error|FATAL ERROR|Unhandled/.test(err)) return 'a stack trace or an internal error';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
  if (/[\u001b\u202e]/.test(err)) return 'control characters on the terminal';
  if (status !== 0 && !/^fastface(-train)?: /m.test(err)) return 'no word about why';
  return null;
}

test(`${rounds} random command lines over hostile files end with a line and the right code`, {
  timeout: rounds * 1000 * (seconds + 5),
}, async () => {
  const codes = new Map<number | null, number>();
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
    expect(
      wrong,
      `FASTFACE_SEED=${seed} FASTFACE_ROUNDS=1: ${program} ${shown}\n${outcome.err.slice(0, 2000)}`,
    ).toBeNull();
    codes.set(outcome.status, (codes.get(outcome.status) ?? 0) + 1);
    rmSync(folder, { recursive: true, force: true });
  }
  console.log([...codes].map(([code, count]) => `${count} ended with ${code}`).join(', '));
});
