import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compareFile } from './compareFile.js';
import { present } from './replayCommand.js';

/** The trace that comes with the package: simulated, and named so. */
const embeddedTrace = fileURLToPath(new URL('../../traces/synthetic-quadratic.jsonl', import.meta.url));
const about =
  'synthetic: simulated SGD on a noisy quadratic, with a rate cut by hand; not a recording of a real training';

/** Settings that suit its 6,000 iterations; the published ones suit a hundred times as many. */
const set = [
  'alpha=0.01',
  'beta=0.01',
  'fastface:threshold=2e-4',
  'ema-haar:threshold=2e-4',
  'moving-haar:threshold=0.01',
];

/** `fastface demo`: the embedded trace through the definition, FastFace and Moving Haar. */
export async function demo(flags: { readonly report: string }): Promise<void> {
  const scheduler = ['ema-haar', 'fastface', 'moving-haar'];
  const comparison = await compareFile(embeddedTrace, { scheduler, set, report: flags.report });
  const named = { ...comparison, file: 'synthetic-quadratic.jsonl', notes: [about, ...comparison.notes] };
  await present(named, { report: resolve(flags.report) }, 'fastface demo');
  console.log('your own log: npx fastface replay training.log');
}
