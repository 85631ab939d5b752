import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { concat } from '../../src/read/bytes.js';
import type { ReadOptions } from '../../src/read/reader.js';
import { readers } from '../../src/read/registry.js';
import type { Segment } from '../../src/trace.js';
import { writers } from '../../src/write/writers.js';
import { insightfaceLog } from '../cli/run.js';
import { moreSamples } from './moreSamples.js';
import { curves, errorOf, traceOf } from './readText.js';
import { samples } from './samples.js';

/** A log, and what its series are when they are named: another loss, the rate, another step. */
interface Case {
  readonly content: string | Uint8Array;
  readonly loss: readonly [name: string, losses: readonly number[]];
  readonly learningRate: readonly [name: string, rates: readonly number[]];
  readonly step: readonly [name: string, steps: readonly number[]];
}

const three = (line: (i: number) => string): string => [1, 2, 3].map(line).join('\n').concat('\n');
const named = (loss: string, learningRate: string, step: string): Omit<Case, 'content'> => ({
  loss: [loss, [9.5, 8.5, 7.5]],
  learningRate: [learningRate, [0.1, 0.2, 0.3]],
  step: [step, [70, 80, 90]],
});
/** Of record i: the other loss, the rate, the other step. */
const other = (i: number) => 10.5 - i;
const rate = (i: number) => i / 10;
const step = (i: number) => 60 + 10 * i;

const segment: Segment = {
  steps: Float64Array.of(10, 20, 30),
  losses: Float64Array.of(3, 2.5, 2),
  learningRates: Float64Array.of(0.5, 0.25, 0.125),
  plannedSteps: null,
  run: null,
};

async function written(format: string): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of writers.find((writer) => writer.format === format)!.write(segment))
    pieces.push(piece);
  return concat(pieces);
}

const text = named('aux_loss', 'my_lr', 'tick');
const extra = (i: number) => ` aux_loss=${other(i)} my_lr=${rate(i)} tick=${step(i)}`;
const swapped = {
  loss: ['learning_rate', [0.5, 0.25, 0.125]],
  learningRate: ['loss', [3, 2.5, 2]],
} as const;
const json = (i: number) => ({ iter: i, loss: 5, aux_loss: other(i), my_lr: rate(i), tick: step(i) });
/** A line of each dialect, with more in it than the dialect looks at. */
const lines: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    [...Object.values(samples), ...Object.values(moreSamples)].map((sample) => [sample.format, sample.text]),
  ),
  insightface: insightfaceLog([9, 8, 7]),
};

const cases: Readonly<Record<string, () => Case | Promise<Case>>> = {
  csv: () => ({
    content: `step,loss,aux_loss,my_lr,tick\n${three((i) => `${i},5,${other(i)},${rate(i)},${step(i)}`)}`,
    ...text,
  }),
  markdown: () => ({
    content: `| step | loss | aux_loss | my_lr | tick |\n|---|---|---|---|---|\n${three((i) => `| ${i} | 5 | ${other(i)} | ${rate(i)} | ${step(i)} |`)}`,
    ...text,
  }),
  'json-lines': () => ({ content: three((i) => JSON.stringify(json(i))), ...text }),
  json: () => ({ content: JSON.stringify({ log_history: [1, 2, 3].map(json) }), ...text }),
  notebook: () => ({
    content: JSON.stringify({
      cells: [{ cell_type: 'code', outputs: [{ text: three((i) => `step ${i} loss 5${extra(i)}`) }] }],
      nbformat: 4,
    }),
    ...text,
  }),
  'key-value': () => ({ content: three((i) => `step ${i} loss 5${extra(i)}`), ...text }),
  text: () => ({ content: three((i) => `step ${i} loss 5${extra(i)}`), ...text }),
  parquet: async () => ({ content: await written('parquet'), ...swapped, step: ['step', [10, 20, 30]] }),
  wandb: () => {
    const steps = Array.from({ length: 12 }, (_, i) => 19 + 20 * i);
    const losses = steps.map((_, i) => (i === 7 ? NaN : 4 / (1 + i / 5)));
    return {
      content: readFileSync(new URL('vectors/run.wandb', import.meta.url)),
      loss: ['lr', steps.map((_, i) => (i < 6 ? 0.1 : 0.05))],
      learningRate: ['train/loss', losses],
      step: ['trainer/global_step', steps],
    };
  },
  tensorboard: async () => ({
    content: await written('tensorboard'),
    ...swapped,
    step: ['step', [10, 20, 30]],
  }),
};

const optionsOf = (format: string, { loss, learningRate, step: x }: Case): ReadOptions => ({
  format,
  loss: loss[0],
  learningRate: learningRate[0],
  step: x[0],
});

describe('--format, --loss, --lr and --step', () => {
  for (const { format } of readers) {
    const made = cases[format];
    if (made) {
      it(`${format}: take the series that are named`, async () => {
        const one = await made();
        const options = optionsOf(format, one);
        const trace = await traceOf(one.content, options);
        expect(trace.lossName).toBe(one.loss[0]);
        expect(curves(trace)).toEqual([
          { steps: one.step[1], losses: one.loss[1], rates: one.learningRate[1] },
        ]);
        for (const [name, what] of [
          ['loss', 'loss'],
          ['learningRate', 'learning rate'],
          ['step', 'step'],
        ] as const) {
          const { message } = await errorOf(one.content, { ...options, [name]: 'absent' });
          expect(message).toBe(`there is no ${what} called 'absent'`);
        }
      });
    } else if (lines[format] !== undefined) {
      it(`${format}: the format is that of detection; names are looked for in the lines`, async () => {
        const content = lines[format]!;
        expect(curves(await traceOf(content, { format }))).toEqual(curves(await traceOf(content)));
        const record = three((i) => `step ${i} loss 5${extra(i)}`);
        expect(
          curves(
            await traceOf(`${content}\n${record}`, {
              format,
              loss: 'aux_loss',
              learningRate: 'my_lr',
              step: 'tick',
            }),
          ),
        ).toEqual([{ steps: [70, 80, 90], losses: [9.5, 8.5, 7.5], rates: [0.1, 0.2, 0.3] }]);
      });
    } else it(`${format} has a test of its own`, () => expect(format).toBe('mlflow'));
  }

  it('mlflow: one file holds one series, whose name is that of the file', async () => {
    const content = '1779643389487 2.5 0\n1779643389488 2.25 1\n';
    const [curve] = curves(await traceOf(content, { format: 'mlflow', loss: 'test.log', step: 'step' }));
    expect(curve).toEqual({ steps: [0, 1], losses: [2.5, 2.25], rates: null });
    for (const options of [{ loss: 'absent' }, { learningRate: 'absent' }, { step: 'absent' }])
      expect((await errorOf(content, { format: 'mlflow', ...options })).message).toContain("called 'absent'");
  });
});

describe('--run', () => {
  it('picks a named run, and is refused where there is none of that name', async () => {
    const chart = '"Step","a - train/loss","b - train/loss"\n"0","2.5","3.5"\n"1","2.25","3.25"\n';
    expect(curves(await traceOf(chart, { run: 'b' })).map(({ losses }) => losses)).toEqual([[3.5, 3.25]]);
    expect((await errorOf(chart, { run: 'c' })).message).toBe("there is no run called 'c'");
    const plain = await errorOf('step,loss\n1,2\n2,1\n', { run: 'a' });
    expect(plain.message).toBe("there is no run called 'a'");
    expect(plain.advice).toContain('--segment');
  });
});
