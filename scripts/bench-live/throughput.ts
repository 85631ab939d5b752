import { execFileSync, spawn } from 'node:child_process';
import { closeSync, openSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pause, Watched } from '../live/watched.js';

/** 10 GB are 560 million iterations. */
const options = ['--scheduler', 'fastface-auto', '--total-steps', '600000000', '--no-forecast'];
const writer = fileURLToPath(new URL('writer.ts', import.meta.url));

export interface Throughput {
  readonly megabytes: number;
  /** MB/s at which it was written. */
  readonly written: number;
  /** Seconds after the last line until it was taken into account; and, at most, the part of the log that was not yet. */
  readonly late: number;
  readonly behind: number;
  /** MB of memory at most, and in the first fifth. */
  readonly memory: number | null;
  readonly early: number | null;
  /** Processor time of the watch for each MB, in milliseconds. */
  readonly processor: number | null;
}

/** Follows a text log that is written at some MB/s. */
export async function throughput(folder: string, megabytes: number, rate: number): Promise<Throughput> {
  const log = join(folder, 'fast.log');
  writeFileSync(log, '');
  const watch = new Watched(log, join(folder, 'fast-rate.json'), options);
  const end = writing(log, megabytes, rate);
  let isDone = false;
  void end.then(() => {
    isDone = true;
  });
  let [behind, early]: [number, number | null] = [0, null];
  while (!isDone) {
    await pause(200);
    const size = statSync(log).size;
    if (size > 0.2e6 * megabytes) early ??= watch.memory;
    // A step of ten is a line, of about as many bytes as all others.
    if (size > 1e6) behind = Math.max(behind, size - (watch.step / 10) * lineSize);
  }
  const done = performance.now();
  const { step, seconds } = await end;
  await watch.reaches(step);
  const late = (performance.now() - done) / 1000;
  const { memory } = watch;
  const processor = watch.processor;
  await watch.stop();
  rmSync(log);
  return {
    megabytes,
    written: megabytes / seconds,
    late,
    behind: behind / 1e6,
    memory,
    early,
    processor: processor === null ? null : processor / megabytes,
  };
}

const lineSize = 178;

/** Reads a log as long as you like over standard input, as fast as it goes: how much memory and processor time that takes. */
export async function piped(
  folder: string,
  megabytes: number,
): Promise<Pick<Throughput, 'megabytes' | 'memory' | 'early' | 'processor'>> {
  const pipe = join(folder, 'pipe.log');
  execFileSync('mkfifo', [pipe]);
  const end = writing(pipe, megabytes, 1e6);
  const input = openSync(pipe, 'r');
  const watch = new Watched(input, join(folder, 'piped-rate.json'), options);
  closeSync(input);
  let [memory, early, processor]: [number | null, number | null, number | null] = [null, null, null];
  while (watch.child.exitCode === null) {
    await pause(50);
    if (watch.step > 0.2 * megabytes * 1e6 * (10 / lineSize)) early ??= watch.memory;
    memory = watch.memory ?? memory;
    processor = watch.processor || processor;
  }
  const { step } = await end;
  if (watch.step !== step) throw new Error(`the watch ended at ${watch.step} of ${step}`);
  return { megabytes, memory, early, processor: processor === null ? null : processor / megabytes };
}

/** Writes a log, beside us; at its end, its last step and the seconds it took. */
function writing(
  log: string,
  megabytes: number,
  rate: number,
): Promise<{ readonly step: number; readonly seconds: number }> {
  const child = spawn(process.execPath, ['--import', 'tsx', writer, log, String(megabytes), String(rate)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout!.on('data', (text) => {
    out += text;
  });
  return new Promise((resolve, reject) =>
    child.on('close', (status) =>
      status === 0 ? resolve(JSON.parse(out)) : reject(new Error(`the writer ended with ${status}`)),
    ),
  );
}
