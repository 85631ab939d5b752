import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pause, Watched } from '../live/watched.js';

/** Milliseconds from the end of a write to the rate that takes it into account, for lines at odd moments. */
export async function delays(folder: string, count: number): Promise<number[]> {
  const log = join(folder, 'delay.jsonl');
  const line = (step: number) => `${JSON.stringify({ step, loss: 1 + 1 / step, lr: 0.1 })}\n`;
  writeFileSync(log, Array.from({ length: 100 }, (_, i) => line(i + 1)).join(''));
  const watch = new Watched(log, join(folder, 'delay-rate.json'), ['--total-steps', '100000']);
  await watch.reaches(100);
  const found: number[] = [];
  for (let step = 101; step <= 100 + count; step++) {
    await pause(20 + 83 * Math.abs(Math.sin(step)));
    appendFileSync(log, line(step));
    const written = performance.now();
    await watch.reaches(step);
    found.push(performance.now() - written);
  }
  await watch.stop();
  return found.sort((a, b) => a - b);
}
