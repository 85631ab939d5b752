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
  writeFileSync('deep/er/trace.jsonl', '');
  expect(() => newRunFolder('deep/er')).toThrow(
    /^deep\/er: holds a run already \(go on with --resume deep\/er/,
  );
  writeFileSync('file', '');
  expect(() => newRunFolder('file/below')).toThrow(/^file\/below: cannot be made \(ENOTDIR\)/);
});

test('the newest run is the one whose trace changed last', () => {
  for (const [name, seconds] of [
    ['a', 30],
    ['b', 50],
    ['c', 40],
  ] as const) {
    mkdirSync(join('runs', name));
    writeFileSync(join('runs', name, 'trace.jsonl'), '');
    utimesSync(join('runs', name, 'trace.jsonl'), seconds, seconds);
  }
  expect(latestRunFolder()).toBe(join('runs', 'b'));
});
