import { existsSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { latestRunFolder, newRunFolder } from '../../src/loop/runFolder.js';
import { scratchFolder } from './smallRun.js';

const folder = scratchFolder();
const before = process.cwd();
beforeAll(() => process.chdir(folder));
afterAll(() => process.chdir(before));

test('a run has a folder of its own, named by its time', () => {
  const now = new Date('2026-04-17T09:30:00.500Z');
  expect(newRunFolder(undefined, now)).toBe(join('runs', '2026-04-17T09-30-00'));
  expect(newRunFolder(undefined, now)).toBe(join('runs', '2026-04-17T09-30-00-2'));
  expect(existsSync(join(folder, 'runs/2026-04-17T09-30-00-2'))).toBe(true);
});

test('a folder that is named is taken, unless it holds a run', () => {
  expect(newRunFolder('deep/er')).toBe('deep/er');
  expect(newRunFolder('deep/er')).toBe('deep/er');
  writeFileSync('deep/er/trace.jsonl', '{"total_steps":24}\n');
  expect(newRunFolder('deep/er'), 'killed before its first checkpoint').toBe('deep/er');
  writeFileSync('deep/er/trace.jsonl', '{"total_steps":24}\n{"step":0,"loss":3}\n');
  expect(() => newRunFolder('deep/er')).toThrow(/^deep\/er: holds a trace.jsonl and no checkpoint/);
  mkdirSync('deep/er/checkpoints/step-00000000', { recursive: true });
  expect(() => newRunFolder('deep/er')).toThrow(
    /^deep\/er: holds a run already \(go on with --resume deep\/er/,
  );
  writeFileSync('file', '');
  expect(() => newRunFolder('file/below')).toThrow(/^file\/below: cannot be made \(ENOTDIR\)/);
});

test('the newest run is the one with a checkpoint whose trace changed last', () => {
  for (const [name, seconds] of [
    ['a', 30],
    ['b', 50],
    ['c', 40],
    ['died at its start', 60],
  ] as const) {
    mkdirSync(join('runs', name));
    if (name.length === 1) mkdirSync(join('runs', name, 'checkpoints', 'step-00000500'), { recursive: true });
    writeFileSync(join('runs', name, 'trace.jsonl'), '');
    utimesSync(join('runs', name, 'trace.jsonl'), seconds, seconds);
  }
  expect(latestRunFolder()).toBe(join('runs', 'b'));
});
