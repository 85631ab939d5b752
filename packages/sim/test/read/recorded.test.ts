import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readFile } from '../../src/read/readFile.js';
import { strideOf } from '../../src/trace.js';

const folder = fileURLToPath(new URL('../../../../../shared/traces', import.meta.url));
const isMissing = !existsSync(join(folder, 'README.md'));
const where = isMissing ? ' (skipped: no ../shared/traces beside the project)' : '';

interface Expected {
  readonly format: string;
  /** Records of each segment. */
  readonly counts: readonly number[];
  /** First and last step of the last segment, and of its losses. */
  readonly steps: readonly [number, number];
  readonly losses: readonly [number, number];
  readonly stride: number;
  /** First and last known rate of the last segment, null without rates. */
  readonly rates: readonly [number, number] | null;
  readonly planned?: number | null;
  readonly lossName?: string;
}

const curves: Readonly<Record<string, Expected>> = {
  'fastface_WebFace4M_r100.log': {
    format: 'insightface',
    counts: [16_542],
    steps: [20, 165_430],
    losses: [42.1388, 3.4262],
    stride: 10,
    rates: [0.02, 0.000005],
    planned: 165_435,
  },
  'insightface_three_runs_nan.log': {
    format: 'insightface',
    counts: [231, 3, 1151],
    steps: [20, 11_520],
    losses: [38.4676, 1.5923],
    stride: 10,
    rates: [0.000998, 0],
    planned: 11_520,
  },
  'llmc_gpt2_train.log': {
    format: 'llmc',
    counts: [19_560],
    steps: [1, 19_560],
    losses: [11.009662, 3.253402],
    stride: 1,
    rates: [8.57e-7, 0],
    planned: 19_560,
  },
  'llmc_terse_no_lr.log': {
    format: 'llmc-terse',
    counts: [9536],
    steps: [0, 9535],
    losses: [10.965596, 3.34018],
    stride: 1,
    rates: null,
    lossName: 'trl',
  },
  'nanogpt_stdout.log': {
    format: 'nanogpt',
    counts: [2547],
    steps: [0, 2546],
    losses: [10.9766, 3.5074],
    stride: 1,
    rates: null,
  },
  'megatron_two_runs.out': {
    format: 'megatron',
    counts: [2, 408],
    steps: [1, 408],
    losses: [12.17183, 4.544463],
    stride: 1,
    rates: [8e-7, 0.0003264],
    planned: 18_141,
    lossName: 'lm loss',
  },
  'megatron_aborted.out': {
    format: 'megatron',
    counts: [230],
    steps: [1, 230],
    losses: [12.17239, 5.933614],
    stride: 1,
    rates: [2e-7, 0.000046],
    planned: 15_550,
  },
  'fairseq_json_strings.log': {
    format: 'fairseq',
    counts: [23],
    steps: [200, 4600],
    losses: [9.276, 3.922],
    stride: 200,
    rates: [3.125e-6, 7.1875e-5],
  },
  'caffe_glog.log': {
    format: 'caffe',
    counts: [201],
    steps: [0, 20_000],
    losses: [2.6409, 0.00260472],
    stride: 100,
    rates: [0.003, 0.003],
    planned: 20_000,
  },
  'mmengine_six_runs_scalars.json': {
    format: 'json-lines',
    counts: [2, 150, 75, 31, 11, 31],
    steps: [1, 1500],
    losses: [45.593936920166016, 5.605160026550293],
    stride: 50,
    rates: [1e-5, 1e-5],
    lossName: 'loss',
  },
  'detectron2_two_runs_metrics.json': {
    format: 'json-lines',
    counts: [4, 7],
    steps: [19, 139],
    losses: [2.2565404921770096, 1.49673280864954],
    stride: 20,
    rates: [5.709299999999999e-5, 0.00015],
    lossName: 'total_loss',
  },
  'hf_trainer_state.json': {
    format: 'json',
    counts: [51],
    steps: [500, 25_500],
    losses: [0.981, 0.1636],
    stride: 500,
    rates: [4.903294573643411e-5, 6.007751937984496e-7],
    planned: 25_800,
  },
  'lightning_resumed_metrics.csv': {
    format: 'csv',
    counts: [1126],
    steps: [140_749, 196_999],
    losses: [3.708270311355591, 3.913863182067871],
    stride: 50,
    rates: null,
    lossName: 'train_loss_step',
  },
  'keras_two_runs_csvlogger.csv': {
    format: 'csv',
    counts: [50, 50],
    steps: [0, 49],
    losses: [0.5934700965881348, 0.44787442684173584],
    stride: 1,
    rates: [0.0010000000474974513, 0.0001250000059371814],
  },
  'keras_history.json': {
    format: 'json',
    counts: [35],
    steps: [0, 34],
    losses: [0.7362926602363586, 0.012032588943839073],
    stride: 1,
    rates: null,
  },
  'yolo_padded_results.csv': {
    format: 'csv',
    counts: [20],
    steps: [1, 20],
    losses: [5.0825 + 9.1809 + 5.4398, 2.692 + 2.0178 + 2.8444],
    stride: 1,
    rates: [0.00046641, 8.5026e-5],
  },
  'wandb_export_curves.csv': {
    format: 'csv',
    counts: [51, 57, 166, 150, 128, 386, 118, 128],
    steps: [0, 127],
    losses: [10.945090293884277, 6.8979668617248535],
    stride: 1,
    rates: null,
    lossName: 'train/loss',
  },
  'wandb_history.csv': {
    format: 'csv',
    counts: [501],
    steps: [0, 5000],
    losses: [4.250704765319824, 0.6111041903495789],
    stride: 10,
    rates: null,
    lossName: 'train/step_loss',
  },
  'events.out.tfevents.1733389877.nanogpt': {
    format: 'tensorboard',
    counts: [20_000],
    steps: [0, 19_999],
    losses: [Math.fround(6.907755374908447), Math.fround(1.0351977348327637)],
    stride: 1,
    rates: null,
    lossName: 'Loss/Train',
  },
  'events.out.tfevents.1776244695.megatron': {
    format: 'tensorboard',
    counts: [344],
    steps: [1, 344],
    losses: [12.183011054992676, 4.659249305725098],
    stride: 1,
    rates: [6.000000212225132e-6, 0.00010245503654005006],
    lossName: 'lm loss',
  },
  'lr_law/100M_constant_24000.csv': {
    format: 'csv',
    counts: [171],
    steps: [2176, 23_936],
    losses: [3.7666, 3.0354],
    stride: 128,
    rates: [0.0003, 0.0003],
  },
  'lr_law/100M_wsdcon_9.csv': {
    format: 'csv',
    counts: [109],
    steps: [2176, 15_936],
    losses: [3.7666, 3.0588],
    stride: 128,
    rates: [0.0003, 0.00009],
  },
};

const refused: Readonly<Record<string, RegExp>> = {
  'llmc_all_nan.log': /none of the 16256 training losses is a finite number/,
  'validation_only.log': /only validation losses/,
  'deepspeed_lr_only.log': /only learning rates/,
  'wandb_export_run_table.csv': /W&B table of runs/,
  'events.out.tfevents.1615406805.header_only.v2': /only its header/,
  'git_lfs_pointer.log': /Git LFS pointer/,
};

describe('recorded logs', () => {
  for (const [name, expected] of Object.entries(curves)) {
    it.skipIf(isMissing)(`reads ${name}${where}`, async () => {
      const result = await readFile(join(folder, name));
      if (!result.ok) throw new Error(result.problem.message);
      const { format, lossName, segments } = result.value;
      expect(format).toBe(expected.format);
      if (expected.lossName) expect(lossName).toBe(expected.lossName);
      expect(segments.map(({ steps }) => steps.length)).toEqual(expected.counts);
      const last = segments.at(-1)!;
      expect([last.steps[0], last.steps.at(-1)]).toEqual(expected.steps);
      expect([last.losses[0], last.losses.at(-1)]).toEqual(expected.losses);
      expect(strideOf(last)).toBe(expected.stride);
      const known = last.learningRates?.filter((rate) => !Number.isNaN(rate));
      expect(known ? [known[0], known.at(-1)] : null).toEqual(expected.rates);
      expect(last.plannedSteps).toBe(expected.planned ?? (format === 'fairseq' ? 400_000 : null));
      for (const { steps } of segments)
        expect(steps.every((step, i) => i === 0 || step > steps[i - 1]!)).toBe(true);
    });
  }

  it.skipIf(isMissing)(`reads every loss curve of lr_law${where}`, async () => {
    const names = readdirSync(join(folder, 'lr_law')).filter((name) => name.endsWith('.csv'));
    expect(names.length).toBe(18);
    for (const name of names) {
      const path = join(folder, 'lr_law', name);
      const rows = readFileSync(path, 'utf8').trim().split('\r\n').slice(1);
      const result = await readFile(path);
      if (!result.ok) throw new Error(`${name}: ${result.problem.message}`);
      const [segment, ...others] = result.value.segments;
      expect(others).toEqual([]);
      const read = rows.map((_, i) => [segment!.steps[i], segment!.learningRates![i], segment!.losses[i]]);
      expect(read).toEqual(rows.map((row) => row.split(',').map(Number)));
      expect(segment!.steps.length).toBe(rows.length);
    }
  });

  for (const [name, message] of Object.entries(refused)) {
    it.skipIf(isMissing)(`says why there is no curve in ${name}${where}`, async () => {
      const result = await readFile(join(folder, name));
      if (result.ok) throw new Error(`read as ${result.value.format}`);
      expect(result.problem.message).toMatch(message);
      expect(result.problem.advice).not.toBe('');
    });
  }

  it.skipIf(isMissing)(`counts what is special in some of them${where}`, async () => {
    const nan = await readFile(join(folder, 'insightface_three_runs_nan.log'));
    const counts = nan.ok ? nan.value.segments.map((s) => s.losses.filter(Number.isNaN).length) : [];
    expect(counts.reduce((sum, count) => sum + count)).toBe(202);
    expect(counts[2]).toBe(0);

    const fastface = await readFile(join(folder, 'fastface_WebFace4M_r100.log'));
    const rates = fastface.ok ? fastface.value.segments[0]!.learningRates! : new Float64Array(0);
    expect(rates.filter((rate, i) => i > 0 && rate !== rates[i - 1]).length).toBe(18);

    const caffe = await readFile(join(folder, 'caffe_glog.log'));
    const caffeRates = caffe.ok ? caffe.value.segments[0]!.learningRates! : new Float64Array(0);
    expect(caffeRates.filter((rate) => !Number.isNaN(rate)).length).toBe(200);

    const wandb = await readFile(join(folder, 'wandb_export_curves.csv'));
    const steps = wandb.ok ? wandb.value.segments.flatMap((s) => [...s.steps]) : [];
    expect(new Set(steps).size).toBe(386);
  });

  const bombs = [
    ['bomb.parquet', /60,000,000 rows, of which [\d,]+ are read at most/],
    ['bomb.json.gz', /not fit into memory/],
  ] as const;
  for (const [name, message] of bombs) {
    it.skipIf(isMissing)(
      `${name}, which unpacks to gigabytes, is refused${where}`,
      { timeout: 60_000 },
      async () => {
        const result = await readFile(join(folder, 'faults/break', name));
        expect(!result.ok && result.problem.message).toMatch(message);
      },
    );
  }
});
