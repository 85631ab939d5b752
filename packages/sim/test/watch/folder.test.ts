import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { ReadError, ReadOptions } from '../../src/read/reader.js';
import { readFile } from '../../src/read/readFile.js';
import type { LiveRecord } from '../../src/watch/record.js';
import { watchLog } from '../../src/watch/watchLog.js';
import { fileVersionEvent, scalarEvent } from '../../src/write/scalarEvent.js';

const folders: string[] = [];
function temporary(): string {
  const folder = mkdtempSync(join(tmpdir(), 'fastface-folder-'));
  folders.push(folder);
  return folder;
}
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

const settings = { scheduler: 'fastface-auto', set: [], learningRate: 0.1, totalSteps: 1000, beginsWith: 8 };

/** Follows a folder, and all that is known of it. */
function followed(folder: string, once: boolean, read: ReadOptions = {}) {
  const stop = new AbortController();
  const records: LiveRecord[] = [];
  const formats: string[] = [];
  const ended: Promise<ReadError | null> = watchLog(folder, {
    settings,
    read,
    poll: 5,
    once,
    fromNow: false,
    exactly: false,
    signal: stop.signal,
    outputs: [
      {
        record: (record) => records.push(record),
        event: (event) => {
          if (event.event === 'log') formats.push(event.format);
        },
      },
    ],
    saved: null,
    save: null,
  });
  return {
    records,
    formats,
    ended,
    async until(count: number) {
      const deadline = Date.now() + 20_000;
      while (records.length < count) {
        if (Date.now() > deadline) throw new Error(`${records.length} of ${count} records`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    async stop() {
      stop.abort();
      return ended;
    },
  };
}

const lossAt = (step: number) => Math.fround(1 + 2 * Math.exp(-step / 50));
const rateAt = (step: number) => (step < 60 ? 0.1 : 0.05);
const events = (from: number, to: number) =>
  Buffer.concat(
    Array.from({ length: to - from + 1 }, (_, i) =>
      scalarEvent(from + i, { 'train/loss': lossAt(from + i), lr: rateAt(from + i) }, 1e9 + from + i),
    ),
  );

describe('a folder', () => {
  test('of event files: the newest grows, part of a record is waited for, and a file that ends within one goes on in the next', async () => {
    const folder = temporary();
    const file = (name: string) => join(folder, `events.out.tfevents.${name}`);
    const later = events(21, 40);
    writeFileSync(
      file('100.host'),
      Buffer.concat([fileVersionEvent(1e9), events(1, 20), later.subarray(0, 777)]),
    );
    const watch = followed(folder, false);
    await watch.until(20);
    appendFileSync(file('100.host'), later.subarray(777));
    // The process is killed while it writes; another goes on.
    appendFileSync(file('100.host'), events(41, 41).subarray(0, 30));
    await watch.until(39);
    writeFileSync(file('200.host'), Buffer.concat([fileVersionEvent(1e9 + 41), events(41, 100)]));
    await watch.until(99);
    expect(await watch.stop()).toBeNull();
    expect(watch.formats).toEqual(['tensorboard']);
    expect(watch.records.map(({ step }) => step)).toEqual(watch.records.map((_, i) => i + 1));
    expect(watch.records.every(({ step, loss }) => loss === lossAt(step))).toBe(true);
    const once = followed(folder, true);
    expect(await once.ended).toBeNull();
    const whole = await readFile(folder);
    const segment = whole.ok ? whole.value.segments[0]! : null;
    expect(once.records.map(({ step }) => step)).toEqual([...segment!.steps]);
    expect(once.records.slice(0, watch.records.length)).toEqual(watch.records);
  }, 60_000);

  test('of an MLflow run: the loss with the rate of its step, whatever the names', async () => {
    const folder = temporary();
    const metrics = join(folder, 'metrics');
    mkdirSync(join(metrics, 'train'), { recursive: true });
    const write = (from: number, to: number) => {
      const lines = (of: (step: number) => number) =>
        Array.from(
          { length: to - from + 1 },
          (_, i) => `${1e12 + from + i} ${of(from + i)} ${from + i}\n`,
        ).join('');
      appendFileSync(join(metrics, 'train/loss'), lines(lossAt));
      appendFileSync(join(metrics, 'learning_rate'), lines(rateAt));
      appendFileSync(
        join(metrics, 'val_loss'),
        lines((step) => 5 + step),
      );
    };
    write(0, 19);
    const watch = followed(folder, false);
    await watch.until(20);
    for (let step = 20; step < 100; step += 7) {
      write(step, Math.min(step + 6, 99));
      await watch.until(Math.min(step + 7, 100));
    }
    expect(await watch.stop()).toBeNull();
    expect(watch.formats).toEqual(['mlflow']);
    expect(watch.records).toEqual(
      Array.from({ length: 100 }, (_, step) => ({ step, loss: lossAt(step), learningRate: rateAt(step) })),
    );
    const once = followed(folder, true);
    expect(await once.ended).toBeNull();
    expect(once.records).toEqual(watch.records);
  }, 60_000);

  test('of a W&B run', async () => {
    const folder = temporary();
    const whole = new URL('../read/vectors/run.wandb', import.meta.url).pathname;
    const all = readFileSync(whole);
    const file = join(folder, 'run-abc.wandb');
    mkdirSync(join(folder, 'files'));
    writeFileSync(join(folder, 'files/config.yaml'), 'wandb_version: 1\n');
    copyFileSync(whole, file);
    const once = followed(folder, true);
    expect(await once.ended).toBeNull();
    expect(once.records.length).toBeGreaterThan(1);
    expect(once.formats).toEqual(['wandb']);
    writeFileSync(file, all.subarray(0, all.length >> 1));
    const watch = followed(folder, false);
    appendFileSync(file, all.subarray(all.length >> 1, all.length - 5));
    appendFileSync(file, all.subarray(all.length - 5));
    await watch.until(once.records.length - 1);
    await watch.stop();
    expect(watch.records).toEqual(once.records.slice(0, watch.records.length));
  }, 60_000);

  test('of several runs is refused with their names, unless one of them is named', async () => {
    const folder = temporary();
    for (const run of ['train', 'validation']) {
      mkdirSync(join(folder, run));
      writeFileSync(
        join(folder, run, 'events.out.tfevents.100'),
        Buffer.concat([fileVersionEvent(1e9), events(1, run === 'train' ? 20 : 30)]),
      );
    }
    expect(await followed(folder, true).ended).toMatchObject({
      message: '2 runs in this folder',
      advice: 'name one of them with --run: train, validation',
    });
    const named = followed(folder, true, { run: 'train' });
    expect(await named.ended).toBeNull();
    expect(named.records.length).toBe(20);
    expect(await followed(folder, true, { run: 'test' }).ended).toMatchObject({
      message: "there is no run called 'test'",
    });
    expect(await followed(temporary(), true).ended).toMatchObject({ message: 'no log in this folder' });
  });
});
