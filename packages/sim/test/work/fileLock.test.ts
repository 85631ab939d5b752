import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { expect, test } from 'vitest';
import { lockFile } from '../../src/work/fileLock.js';
import { temporaryFolder } from '../cli/run.js';

const folder = temporaryFolder();
let files = 0;
const newFile = () => folder.path(`rows${files++}.csv`);

test('one holder at a time; released, it is gone', async () => {
  const file = newFile();
  const lock = await lockFile(file);
  await expect(lockFile(file)).rejects.toThrow(
    `${file}: process ${process.pid} is writing it; wait for it, or name another place`,
  );
  await lock.release();
  expect(existsSync(`${file}.lock`)).toBe(false);
  await (await lockFile(file)).release();
});

test('of twenty at once, one gets it, whether or not a stale lock is there', async () => {
  const dead = await deadHolder();
  for (let round = 0; round < 30; round++) {
    const file = newFile();
    if (round > 0) writeFileSync(`${file}.lock`, dead);
    const got = await Promise.allSettled(Array.from({ length: 20 }, () => lockFile(file)));
    expect(got.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  }
});

test('the lock of a process that has ended is taken over', async () => {
  const file = newFile();
  writeFileSync(`${file}.lock`, await deadHolder());
  const lock = await lockFile(file);
  expect(JSON.parse(readFileSync(`${file}.lock`, 'utf8')).pid).toBe(process.pid);
  await lock.release();
  expect(readdirSync(dirname(file)).filter((name) => name.includes('.lock.'))).toEqual([]);
});

test.skipIf(process.platform !== 'linux')(
  'a later process with the number of one that has ended does not count',
  async () => {
    const file = newFile();
    const holder = { pid: process.pid, host: hostname(), started: 'another boot 1' };
    writeFileSync(`${file}.lock`, JSON.stringify(holder));
    await (await lockFile(file)).release();
  },
);

test('a lock that was torn when it was written is taken over', async () => {
  for (const content of ['', '{"pid":', '{"pid":"x"}', 'null', '\u0000\u0000']) {
    const file = newFile();
    writeFileSync(`${file}.lock`, content);
    await (await lockFile(file)).release();
  }
});

test('a process of another machine counts as alive, and the line says what to do if it is not', async () => {
  const file = newFile();
  writeFileSync(`${file}.lock`, JSON.stringify({ pid: 1, host: 'elsewhere', started: null }));
  await expect(lockFile(file)).rejects.toThrow(
    `process 1 on elsewhere is writing it; wait for it; if it is gone, remove ${file}.lock, or name another place`,
  );
});

/** The content of the lock of a process that has ended. */
async function deadHolder(): Promise<string> {
  const child = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await new Promise((resolve) => child.once('exit', resolve));
  return JSON.stringify({ pid: child.pid, host: hostname(), started: null });
}
