/**
 * Which small changes of a source file do its tests notice? `npm run mutants -- packages/core/src/fastface.ts` changes one place at a
 * time, runs the tests of the file's folder, and lists the changes with which all of them pass. `--sample N` takes an even choice of
 * N changes, `--tests A.test.ts,B.test.ts` other tests.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { parseArgs } from 'node:util';
import { type Mutant, mutantsOf } from './mutantsOf.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { sample: { type: 'string' }, tests: { type: 'string' } },
});
const sample = Number(values.sample ?? Infinity);
if (positionals.length === 0 || !(sample >= 1) || !positionals.every((name) => existsSync(name))) {
  console.error('usage: npm run mutants -- FILE.ts… [--sample N] [--tests A.test.ts,B.test.ts]');
  process.exit(2);
}

interface Answer {
  /** The test file that failed; null where all passed. */
  readonly killer: string | null;
  readonly times: readonly (readonly [file: string, ms: number])[];
}

/** The tests beside a source file: of the folder of the same name, or of the nearest one above that has tests. */
function testsOf(file: string): string[] {
  for (let folder = dirname(file).replace('/src', '/test'); ; folder = dirname(folder)) {
    const found = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.test.ts')) : [];
    if (found.length > 0) return found.map((name) => join(folder, name));
    if (dirname(folder) === folder) refuse(`${file}: has no tests beside it; name some with --tests`);
  }
}

function refuse(problem: string): never {
  console.error(problem);
  process.exit(2);
}

/** A process that runs tests. A mutant that hangs it is killed with it, and the next one gets a new process. */
class Runner {
  private child: ChildProcess | null = null;

  constructor(
    private readonly file: string,
    private readonly tests: readonly string[],
  ) {}

  async run(source: string | null, limit: number): Promise<Answer | 'timeout'> {
    this.child ??= await this.start();
    const { child } = this;
    return new Promise((resolve) => {
      const done = (answer: Answer | 'timeout') => {
        clearTimeout(timer);
        child.removeAllListeners('message').removeAllListeners('exit');
        if (answer === 'timeout') this.stop();
        resolve(answer);
      };
      const timer = setTimeout(() => done('timeout'), limit);
      child.once('message', (answer) => done(answer as Answer));
      child.once('exit', () => done('timeout'));
      child.send(source as string);
    });
  }

  stop(): void {
    try {
      // With its workers.
      if (this.child) process.kill(-this.child.pid!, 'SIGKILL');
    } catch {}
    this.child = null;
  }

  private start(): Promise<ChildProcess> {
    const child = fork(join(import.meta.dirname, 'worker.ts'), [this.file, ...this.tests], {
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      env: { ...process.env, CI: 'true' },
    });
    return new Promise((resolve) => child.once('message', () => resolve(child)));
  }
}

interface Timed {
  /** The quick ones first. */
  readonly tests: readonly string[];
  /** Milliseconds after which a mutant counts as hanging. */
  readonly limit: number;
}

const timed = new Map<string, Timed>();

/** Runs some tests without a mutant, once for all files that share them. */
async function quickFirst(tests: readonly string[]): Promise<Timed> {
  const known = timed.get(tests.join());
  if (known) return known;
  const runner = new Runner(tests[0]!, tests);
  const answer = await runner.run(null, 1_800_000);
  runner.stop();
  if (answer === 'timeout' || answer.killer !== null) {
    console.error(answer === 'timeout' ? 'the tests do not end' : `fails unchanged: ${answer.killer}`);
    process.exit(1);
  }
  const sorted = answer.times.toSorted((a, b) => a[1] - b[1]).map(([test]) => test);
  const found = { tests: sorted, limit: 10_000 + 5 * answer.times.reduce((sum, [, ms]) => sum + ms, 0) };
  timed.set(tests.join(), found);
  return found;
}

const place = (file: string, source: string, { line, from, to, text }: Mutant): string => {
  const before = source.slice(from, to).replace(/\s+/g, ' ');
  return `${file}:${line}  ${before.length > 60 ? `${before.slice(0, 60)}…` : before}  →  ${text}`;
};

let [all, killed] = [0, 0];
for (const file of positionals) {
  const source = readFileSync(file, 'utf8');
  const mutants = mutantsOf(file, source);
  if (mutants.length === 0) {
    console.log(`${relative('.', file)}: nothing to change`);
    continue;
  }
  const count = Math.min(sample, mutants.length);
  const chosen = Array.from(
    { length: count },
    (_, i) => mutants[Math.floor(((i + 0.5) * mutants.length) / count)]!,
  );
  const named = values.tests?.split(',');
  const missing = named?.find((test) => !existsSync(test));
  if (missing !== undefined) refuse(`--tests: ${missing} is not there`);
  const { tests, limit } = await quickFirst(named ?? testsOf(file));
  const runner = new Runner(file, tests);
  let dead = 0;
  for (const mutant of chosen) {
    const answer = await runner.run(
      source.slice(0, mutant.from) + mutant.text + source.slice(mutant.to),
      limit,
    );
    if (answer === 'timeout' || answer.killer !== null) dead++;
    else console.log(`survived  ${place(relative('.', file), source, mutant)}`);
  }
  runner.stop();
  [all, killed] = [all + count, killed + dead];
  console.log(`${relative('.', file)}: ${dead} of ${count} killed, ${((100 * dead) / count).toFixed(1)} %`);
}
if (positionals.length > 1 && all > 0)
  console.log(`all: ${killed} of ${all} killed, ${((100 * killed) / all).toFixed(1)} %`);
