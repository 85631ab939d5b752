import { existsSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareFile } from './compareFile.js';
import { present } from './replayCommand.js';

/** A trace that comes with the package, with schedulers and settings that suit its length. */
interface Demo {
  readonly file: string;
  readonly about: string;
  readonly scheduler: readonly string[];
  readonly set: readonly string[];
}

const place = (name: string) => fileURLToPath(new URL(`../../traces/${name}`, import.meta.url));

/** A recorded run of `fastface-train` (scripts/embedRun.ts), 20,000 iterations at the rate that `fastface-auto` chose. */
const recorded: Demo = {
  file: place('face-training.jsonl.gz'),
  about: 'a real training, by fastface-train: 2,000 generated people, the rate set by fastface-auto',
  scheduler: ['fastface-auto', 'fastface', 'moving-haar'],
  set: ['fastface:alpha=0.005', 'fastface:beta=0.005', 'fastface:threshold=1e-3'],
};

/** 6,000 iterations; the published settings suit a hundred times as many. */
const synthetic: Demo = {
  file: place('synthetic-quadratic.jsonl'),
  about:
    'synthetic: simulated SGD on a noisy quadratic, by its law, with a rate cut by hand; not a recording of a real training',
  scheduler: ['ema-haar', 'fastface', 'moving-haar'],
  set: [
    'alpha=0.01',
    'beta=0.01',
    'fastface:threshold=2e-4',
    'ema-haar:threshold=2e-4',
    'moving-haar:threshold=0.01',
  ],
};

/** `fastface demo`: the embedded trace through three schedulers. */
export async function demo(flags: { readonly report: string }): Promise<void> {
  const { file, about, scheduler, set } = existsSync(recorded.file) ? recorded : synthetic;
  const comparison = await compareFile(file, { scheduler, set, report: flags.report });
  const named = { ...comparison, file: basename(file), notes: [about, ...comparison.notes] };
  await present(named, { report: resolve(flags.report) }, 'fastface demo');
  console.log('your own log: npx fastface replay training.log');
}
