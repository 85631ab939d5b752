/**
 * Makes packages/sim/traces/face-training.jsonl.gz, which `fastface demo` replays, from the folder of a finished run:
 *
 *     npx fastface-train train --steps 20000 … --out RUN
 *     npx tsx --conditions=@fastface/source scripts/embedRun.ts RUN
 *
 * Keeps step, rate and loss of every update, as the scheduler saw them, and in the first line the command that made the
 * run and its config. The same run gives the same bytes.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

/** A demonstration of a scheduler that looks at every iteration needs a long run; a repository needs small files. */
const leastSteps = 20_000;
const mostBytes = 1 << 20;

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('name the folder of a run: scripts/embedRun.ts RUN');
const [first, ...lines] = readFileSync(join(folder, 'trace.jsonl'), 'utf8').trim().split('\n');
const { command, hash, config, total_steps } = JSON.parse(first!);
if (lines.length !== total_steps || total_steps < leastSteps) {
  throw new Error(
    `${folder}: ${lines.length} of ${total_steps} steps (expected all, and at least ${leastSteps})`,
  );
}

// Where it was written is nobody's business.
const typed = (command as string).replace(/ --out(=| )\S+/, '');
const about = { note: 'a real training, by fastface-train', command: typed, hash, config, total_steps };
const records = lines.map((line, index) => {
  const { step, learning_rate, loss } = JSON.parse(line);
  if (step !== index) throw new Error(`${folder}: line ${index + 2} has step ${step} (expected ${index})`);
  return { step, learning_rate, loss };
});
const text = [about, ...records].map((record) => `${JSON.stringify(record)}\n`).join('');
const packed = gzipSync(text, { level: 9 });
if (packed.length > mostBytes)
  throw new Error(`${packed.length} bytes packed (expected at most ${mostBytes})`);

const file = fileURLToPath(new URL('../packages/sim/traces/face-training.jsonl.gz', import.meta.url));
writeFileSync(file, packed);
console.log(`${file}: ${records.length} records, ${packed.length} bytes; ${typed}`);
