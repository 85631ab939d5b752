/**
 * How soon `fastface watch` decides, how fast a log it follows, in how much memory, and whether what it decides of a real training is
 * what a replay decides: `npm run bench:live` takes some minutes and writes a section of docs/live-measured.md. `-- --megabytes=10000`
 * writes a longer log, `-- --piped=1000` pipes a shorter one.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeSection } from '../live/section.js';
import { delays } from './delay.js';
import { piped, throughput } from './throughput.js';
import { liveTraining } from './training.js';

const option = (name: string, otherwise: number) =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const folder = mkdtempSync(join(tmpdir(), 'fastface-live-'));
try {
  const load = loadavg()[0]!;
  const found = await delays(folder, option('lines', 200));
  const at = (share: number) =>
    found[Math.min(found.length - 1, Math.floor(share * found.length))]!.took.toFixed(0);
  // On a core of its own nobody waits.
  const alone = Math.max(...found.map(({ took, waited }) => took - waited)).toFixed(0);
  const delay = `median ${at(0.5)} ms, 95 % ${at(0.95)} ms, longest ${at(1)} ms; longest without the time in which a core was waited for ${alone} ms`;
  console.log(`delay: ${delay}`);
  const fast = await throughput(folder, option('megabytes', 1000), option('rate', 50));
  console.log(fast);
  const long = await piped(folder, option('piped', 10_000));
  console.log(long);
  const training = await liveTraining(folder, option('steps', 1000));
  const text = (decisions: readonly (readonly [step: number, rate: number])[]) =>
    // What the last update decides is no update's rate.
    JSON.stringify(decisions.filter(([step]) => step < training.steps - 1));
  const isSame =
    JSON.stringify(training.watched) === JSON.stringify(training.replayed) &&
    text(training.watched) === text(training.trained);
  console.log(training, isSame);
  const whole = (value: number | null, unit: string) =>
    value === null ? '–' : `${value.toFixed(0)} ${unit}`;
  writeSection(
    'Delay, rate and memory',
    `\`npm run bench:live\`, Node ${process.version}, ${availableParallelism()} cores of ${cpus()[0]?.model.trim() ?? 'a processor'}${load > 1 ? `, which others used as well (load ${load.toFixed(0)})` : ''}.

| what | measured |
| --- | --- |
| from a written line to the rate in the file, ${found.length} lines at odd moments | ${delay} |
| a text log of ${fast.megabytes} MB, written at ${fast.written.toFixed(0)} MB/s | at most ${fast.behind.toFixed(0)} MB behind; the last line decided ${fast.late.toFixed(1)} s after it was written |
| processor time for it | ${fast.processor === null ? '–' : `${fast.processor.toFixed(1)} ms a MB: a core of its own follows ${(1000 / fast.processor).toFixed(0)} MB/s`} |
| memory for it | ${whole(fast.memory, 'MB')} at most, ${whole(fast.early, 'MB')} after the first fifth |
| ${long.megabytes} MB over standard input | ${whole(long.processor, 'ms')} of processor time a MB; ${whole(long.memory, 'MB')} of memory at most, ${whole(long.early, 'MB')} after the first fifth |
| a training of ${training.steps} updates with \`fastface-train\`, followed while it ran | ${training.watched.length} decisions, ${isSame ? 'those of a replay of its finished log and those of the training itself' : `while a replay of its finished log has ${training.replayed.length}: NOT THE SAME`} |`,
  );
  if (!isSame || training.watched.length === 0) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
