import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { latestCheckpoint } from '../../src/checkpoint/loadCheckpoint.js';
import { fastfaceTrain, small } from './command.js';
import { scratchFolder, traceOf } from './smallRun.js';

const folder = scratchFolder();
const run = (name: string) => join(folder, name);
const lines = (name: string) =>
  existsSync(join(run(name), 'trace.jsonl')) ? traceOf(run(name)).split('\n').length - 1 : 0;

/** Sends a signal once the trace of a run has so many lines. */
async function until(name: string, count: number, signal: NodeJS.Signals, args: readonly string[]) {
  return fastfaceTrain(folder, args, (child) => {
    const timer = setInterval(() => {
      if (lines(name) < count) return;
      child.kill(signal);
      clearInterval(timer); // a second one would end it at once
    }, 2);
    child.on('close', () => clearInterval(timer));
  });
}

/** What a run leaves that does not tell when it was: the records of its trace, and its weights. */
async function left(name: string) {
  const { backbone, training, state } = await latestCheckpoint(join(run(name), 'checkpoints'), () => {});
  const records = traceOf(run(name)).split('\n').slice(1);
  return { records, backbone, training, scheduler: state.scheduler, batches: state.batches };
}

test('killed at any moment, and gone on, it is the uninterrupted run', { timeout: 300_000 }, async () => {
  const checkpoints = '--checkpoint-every=5';
  const whole = await fastfaceTrain(folder, ['train', '--out=whole', checkpoints, ...small]);
  expect(whole.stderr).toBe('');
  expect(whole.status).toBe(0);

  const first = await until('killed', 4, 'SIGKILL', ['train', '--out=killed', checkpoints, ...small]);
  expect(first.status).toBe(null);
  const resume = ['train', '--resume=killed', checkpoints, '--verify-pairs=0'];
  const second = await until('killed', 15, 'SIGKILL', resume);
  expect(second.status).toBe(null);
  expect(second.stdout).toMatch(/going on at step [05]\n/);
  const interrupted = await until('killed', 18, 'SIGINT', resume);
  expect(interrupted.status, interrupted.stderr).toBe(130);
  expect(interrupted.stdout).toMatch(/stopped at step \d+; go on with: fastface-train train --resume killed/);
  const last = await fastfaceTrain(folder, resume);
  expect(last.status, last.stderr).toBe(0);

  expect(await left('killed')).toEqual(await left('whole'));
  expect((await left('whole')).records.length).toBe(24 + 1);
  expect(
    new Set(readFileSync(join(run('whole'), 'trace.jsonl'), 'utf8').match(/"learning_rate":[^,]+/g)).size,
  ).toBeGreaterThan(1);
});
