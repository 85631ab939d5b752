import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pause, scheduled, Watched } from '../live/watched.js';

export interface Delay {
  /** Milliseconds from the end of a write to the rate that takes it into account. */
  readonly took: number;
  /** For how many of them the watch, or who measures, stood ready and had no core. */
  readonly waited: number;
}

/** How soon lines that come at odd moments are decided on, the fastest first. */
export async function delays(folder: string, count: number): Promise<Delay[]> {
  const log = join(folder, 'delay.jsonl');
  const line = (step: number) => `${JSON.stringify({ step, loss: 1 + 1 / step, lr: 0.1 })}\n`;
  writeFileSync(log, Array.from({ length: 100 }, (_, i) => line(i + 1)).join(''));
  const watch = new Watched(log, join(folder, 'delay-rate.json'), ['--total-steps', '100000']);
  await watch.reaches(100);
  const found: Delay[] = [];
  const waits = () => (watch.scheduled?.waited ?? 0) + (scheduled('self')?.waited ?? 0);
  for (let step = 101; step <= 100 + count; step++) {
    await pause(20 + 83 * Math.abs(Math.sin(step)));
    appendFileSync(log, line(step));
    const [written, before] = [performance.now(), waits()];
    await watch.reaches(step);
    found.push({ took: performance.now() - written, waited: waits() - before });
  }
  await watch.stop();
  return found.sort((a, b) => a.took - b.took);
}
