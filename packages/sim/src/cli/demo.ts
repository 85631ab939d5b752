import { basename, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareFile } from './compareFile.js';
import { present } from './replayCommand.js';

/** A recorded run of `fastface-train` (scripts/embedRun.ts): 20,000 iterations of it. */
const trace = fileURLToPath(new URL('../../traces/face-training.jsonl.gz', import.meta.url));
const about =
  'a real training, by fastface-train: 2,000 generated people, the rate set by fastface-auto, the default';
const scheduler = ['fastface-auto', 'fastface-steps', 'ema-haar', 'fastface'];
/** The published constants suit a run ten times as long. */
const set = ['ema-haar', 'fastface'].flatMap((name) =>
  ['alpha=0.005', 'beta=0.005', 'threshold=1e-3'].map((value) => `${name}:${value}`),
);

/** `fastface demo`: the embedded trace through four schedulers. The definition, at O(n) an iteration, takes seconds; the others milliseconds. */
export async function demo(flags: { readonly report: string }): Promise<void> {
  const comparison = await compareFile(trace, { scheduler, set, report: flags.report });
  const named = { ...comparison, file: basename(trace), notes: [about, ...comparison.notes] };
  await present(named, { report: resolve(flags.report) }, 'fastface demo');
  console.log('your own log: npx fastface replay training.log');
}
