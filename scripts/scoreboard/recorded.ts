import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { iterationsOf, readFile } from '@fastface/sim';
import { everyone, names } from './contestants.js';
import { table } from './page.js';

/** Logs of other people's runs, which are not part of the project. */
const tracesFolder = join(import.meta.dirname, '../../../shared/traces');

const files = [
  'fastface_WebFace4M_r100.log',
  'insightface_three_runs_nan.log',
  'llmc_gpt2_train.log',
  'llmc_terse_no_lr.log',
  'nanogpt_stdout.log',
  'megatron_two_runs.out',
  'caffe_glog.log',
  'hf_trainer_state.json',
  'lightning_resumed_metrics.csv',
  'wandb_history.csv',
  'events.out.tfevents.1733389877.nanogpt',
  'lr_law/25M_constant_24000.csv',
  'lr_law/25M_constant_72000.csv',
  'lr_law/100M_constant_24000.csv',
  'lr_law/100M_constant_72000.csv',
  'lr_law/100M_wsdcon_9.csv',
];

interface Recorded {
  readonly file: string;
  readonly steps: number;
  /** Reductions of each contestant, and the first as a share of the run; in the order of the contestants. */
  readonly reductions: readonly { readonly count: number; readonly first: number | null }[];
}

/** Every contestant on every recorded log that is there: open loop, on the losses of the rates really used. */
async function recorded(): Promise<Recorded[]> {
  const rows: Recorded[] = [];
  for (const file of files) {
    const path = join(tracesFolder, file);
    if (!existsSync(path)) continue;
    const read = await readFile(path);
    if (!read.ok) continue;
    const segment = read.value.segments.reduce((a, b) => (b.steps.length > a.steps.length ? b : a));
    const values = iterationsOf(segment).losses.filter(Number.isFinite);
    rows.push({
      file,
      steps: values.length,
      reductions: everyone(values.length).map(({ reductions }) => {
        const found = reductions(values);
        return { count: found.length, first: found.length > 0 ? found[0]! / values.length : null };
      }),
    });
  }
  return rows;
}

/** The part of the page, or null without the logs. */
export async function recordedPart(): Promise<string | null> {
  const traces = await recorded();
  if (traces.length === 0) return null;
  const rows = traces.map(({ file, steps, reductions }) => [
    file,
    String(steps),
    ...reductions.map(({ count, first }) =>
      first === null ? '0' : `${count}, ${(100 * first).toFixed(1)} %`,
    ),
  ]);
  return `## Recorded runs

Reductions, and the first as a share of the run. Open loop: the losses are those of the rates really used; those that a log gives
as means or now and then are repeated over the iterations between.

${table(['log', 'iterations', ...names], rows)}`;
}
