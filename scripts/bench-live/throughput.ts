import { spawn } from 'node:child_process';
import { rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pause, Watched } from '../live/watched.js';

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
  const watch = new Watched(log, join(folder, 'fast-rate.json'), [
    ...['--scheduler', 'fastface-auto', '--total-steps', '190000000', '--no-forecast'],
  ]);
  const child = spawn(process.execPath, ['--import', 'tsx', writer, log, String(megabytes), String(rate)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (text) => {
    out += text;
  });
  let isDone = false;
  child.on('close', () => {
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
  const { step, seconds } = JSON.parse(out);
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
