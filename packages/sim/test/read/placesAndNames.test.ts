import { describe, expect, it } from 'vitest';
import { placesAndNames } from './placesAndNames.js';
import { curves, errorOf, traceOf } from './readText.js';

describe('places and names', () => {
  for (const [name, sample] of Object.entries(placesAndNames)) {
    it(`reads ${name}`, async () => {
      const trace = await traceOf(sample.text);
      expect(trace.format).toBe(sample.format);
      const found = curves(trace);
      expect(found.map(({ steps }) => steps)).toEqual(sample.steps);
      expect(found.map(({ losses }) => losses)).toEqual(sample.losses);
      if (sample.rates) expect(found.map(({ rates }) => rates)).toEqual(sample.rates);
    });
  }

  it('seconds, scores and lines of programs are no losses', async () => {
    const scores = [0, 1, 2].map(
      (i) =>
        `Epoch[${i}] Train-accuracy=0.6203\nEpoch[${i}] Time cost=140.990\nEpoch[${i}] Validation-accuracy=0.7\n`,
    );
    expect((await errorOf(scores.join(''))).message).toMatch(/no training loss/);
    const program = [1, 2, 3].map((i) => `[INFO log_training_loss:194] step ${10 * i} accuracy 0.${i}\n`);
    expect((await errorOf(program.join(''))).message).toMatch(/no training loss/);
  });

  it('says which other loss may be meant, and not once one is named', async () => {
    const line = (i: number) =>
      `(epoch: 1, iters: ${100 * i}, time: 0.480) D_A: 0.${i} G_A: 0.75 cycle_A: 2.123\n`;
    const text = [1, 2, 3].map(line).join('');
    expect((await traceOf(text)).doubt).toBe(
      "nothing says which of its numbers is the loss: 'D_A' may be, as may 'G_A'",
    );
    const named = await traceOf(text, { loss: 'cycle_A' });
    expect([named.lossName, named.doubt]).toEqual(['cycle_A', undefined]);
    expect((await traceOf('step,loss,val_loss\n1,2,3\n2,1,3\n')).doubt).toBeUndefined();
  });

  it('doubts a cross entropy beside an L1, and a sum of epochs beside the losses of steps', async () => {
    const doubtOf = async (line: (i: number) => string) =>
      (await traceOf(Array.from({ length: 32 }, (_, i) => line(i)).join(''))).doubt;
    expect(await doubtOf((i) => `Batch ${i}, CrossEntropy=1.6${i}, SmoothL1=3.${i}\n`)).toContain(
      "'SmoothL1'",
    );
    expect(await doubtOf((i) => `Batch ${i}, CrossEntropy=1.6${i}, val_AP=3.${i}\n`)).toBeUndefined();
    const sums = (i: number) =>
      `step ${i}, meta loss: 2.${i}\n${i % 15 === 14 ? `step ${i}, total train loss: 35.${i}\n` : ''}`;
    expect(await doubtOf(sums)).toContain("'total train loss' has 2 records, 'meta loss' 32");
  });

  it('doubts a score that CatBoost does not name', async () => {
    const line = (i: number) => `${i}:\tlearn: 0.${7 + i}\ttotal: 55ms\tremaining: 4s\n`;
    expect((await traceOf([0, 1, 2].map(line).join(''))).doubt).toContain("'learn' grew");
  });

  it('one record that is left of several is no curve', async () => {
    const text = '  0%|  | 250/900 [02:11<20:25, 1.9it/s]{"loss": 0.75}\n{"loss": 0.5}\nTraceback:\n';
    expect((await errorOf(text, { format: 'key-value' })).message).toContain('which is no curve');
  });

  it('a file with train in its name does not make a training of a validation', async () => {
    const line = (i: number) => `ctdet | val: [125][${i}/6]|loss ${9 - i}.25 |img COCO_train2014_0003.jpg\n`;
    expect((await errorOf([0, 1, 2].map(line).join(''))).message).toContain('only validation losses');
  });

  it('objectives, errors and terms may be no loss, and a choice with its code is none', async () => {
    const doubtOf = async (line: (i: number) => string, count = 4) =>
      (await traceOf(Array.from({ length: count }, (_, i) => line(i)).join(''))).doubt;
    const kaldi = (i: number) =>
      `LOG (train) Average objective function for 'output' for minibatches ${10 * i}-${10 * i + 9} is -${5 - i}.25 over 900 frames.\n`;
    expect(await doubtOf(kaldi)).toMatch(/'objective function.*' is negative.*a loss falls/);
    const places = await traceOf([1, 2, 3].map(kaldi).join(''));
    expect(curves(places)[0]!.steps).toEqual([19, 29, 39]);
    const zero = (i: number) => `step ${i}, policy=6.1 mse=0.${5 - i} reg=0.3 total=7.2 (4083.19 pos/s)\n`;
    expect(await doubtOf(zero)).toContain("'policy', 'reg', 'total'");
    expect(await doubtOf((i) => `Epoch: [1][ ${i} / 9] Err_G: 2.${i}  Err_D: 1.${i}\n`)).toContain("'Err_D'");
    expect(await doubtOf((i) => `Epoch ${i}: g_trn_l=6.${i}, d_trn_l=-8.${i}\n`)).toContain("'d_trn_l'");
    expect(await doubtOf((i) => `${i},train_cls_loss=0.${i},train_box_loss=0.${i} step ${i}\n`)).toContain(
      'box',
    );
    const config = '[yolo] params: iou loss: mse (2), iou_norm: 0.75\n';
    expect((await errorOf(config.repeat(3))).message).toMatch(/no training loss/);
    const scores = (i: number) => `fold ${i}: {'mape': 1.9, 'rmse': 142${i}.5}\n`;
    expect((await errorOf([0, 1, 2].map(scores).join(''))).message).toMatch(/no curve|no training loss/);
    const errors = (i: number) => `\ttrain-error:0.${9 - i}\teval-error:0.0213\n`;
    expect((await errorOf([0, 1, 2].map(errors).join(''))).advice).toContain("--loss 'train-error'");
    const batches = (i: number) => `epoch ${i}: Train error last 27 batches: accuracy 0.${i}\n`;
    expect((await errorOf([0, 1, 2].map(batches).join(''))).message).toMatch(/no training loss/);
  });

  it('a log without a loss says which numbers it has, and reads the one that is named', async () => {
    const line = (i: number) =>
      `At iteration ${100 * i}/${100 * i}, mean rms=4.${i}%, delta=11.1%, BCER train=${56 - i}.5%, wrote checkpoint.\n`;
    const text = [1, 2, 3].map(line).join('');
    expect((await errorOf(text)).advice).toContain('mean rms, delta, BCER train');
    const [named] = curves(await traceOf(text, { loss: 'BCER train' }));
    expect(named).toMatchObject({ steps: [100, 200, 300], losses: [55.5, 54.5, 53.5] });
  });

  it('two columns of one name are two series, and the log says so', async () => {
    const trace = await traceOf('step,loss,loss\n1,0.5,9\n2,0.25,9\n');
    expect(curves(trace)[0]!.losses).toEqual([0.5, 0.25]);
    expect(trace.otherLosses).toEqual(['loss (column 3)']);
    expect(trace.notes.join()).toContain("two columns called 'loss'");
  });

  it('names the series where none is a loss', async () => {
    expect((await errorOf('step,acc,speed\n1,0.5,9\n2,0.25,9\n')).advice).toContain('acc, speed');
  });
});

describe('notebooks', () => {
  const notebook = (outputs: object[][]) =>
    JSON.stringify(
      {
        cells: outputs.map((some) => ({ cell_type: 'code', source: ['train()'], outputs: some })),
        metadata: {},
        nbformat: 4,
      },
      null,
      1,
    );
  const stream = (text: string | string[]) => ({ output_type: 'stream', name: 'stdout', text });

  it('hold what their cells printed', async () => {
    const trace = await traceOf(
      notebook([
        [stream('hello\n')],
        [stream(['step 0 loss 5.0\n', 'step 10 loss 4.875\n']), stream('step 20 loss 4.75\n')],
      ]),
    );
    expect(curves(trace)).toEqual([{ steps: [0, 10, 20], losses: [5, 4.875, 4.75], rates: null }]);
  });

  it('hold a run a cell', async () => {
    const log = (rate: number) => stream([0, 1, 2].map((i) => `step ${i} loss ${rate - i / 8}\n`).join(''));
    const trace = await traceOf(notebook([[log(3)], [], [log(2)]]));
    expect(trace.segments.map(({ run }) => run)).toEqual(['cell 1', 'cell 3']);
    expect(curves(await traceOf(notebook([[log(3)], [], [log(2)]]), { run: 'cell 3' }))[0]!.losses[0]).toBe(
      2,
    );
  });

  it('hold the tables in which the Hugging Face trainer shows its progress', async () => {
    const rows = [1, 2].map((i) => `<tr><td>${500 * i}</td><td>${3 - i}.5</td><td>9.5</td></tr>`).join('\n');
    const html = `<div><progress value='3'></progress></div><table border="1" class="dataframe"><thead>\n<tr style="text-align: left;">\n<th>Step</th>\n<th>Training Loss</th>\n<th>Validation Loss</th>\n</tr></thead><tbody>${rows}</tbody></table>`;
    const trace = await traceOf(notebook([[{ output_type: 'display_data', data: { 'text/html': [html] } }]]));
    expect(curves(trace)).toEqual([{ steps: [500, 1000], losses: [2.5, 1.5], rates: null }]);
  });

  it('say so where they hold none', async () => {
    expect((await errorOf(notebook([[stream('hello\n')]]))).message).toBe(
      'a Jupyter notebook that printed no training log',
    );
  });
});

describe('what must not be read', () => {
  it('the end of a line too long to be kept, glued to its start', async () => {
    const filler = 'x '.repeat(3 << 19);
    const text = `step,loss\n1,0.5\n2,1.2${'3'.repeat(3 << 20)}45\n3,0.25\n`;
    const trace = await traceOf(text);
    expect(curves(trace)).toEqual([{ steps: [1, 3], losses: [0.5, 0.25], rates: null }]);
    expect(trace.notes).toContain('1 line is longer than 1 MiB: read up to there');
    const log = await traceOf(`step 1 loss 0.5\n${filler}step 2 loss 9.5\nstep 3 loss 0.25\n`);
    expect(curves(log)[0]!.losses).toEqual([0.5, 0.25]);
  });

  it('a star within a number', async () => {
    const row = (loss: string, step: number) => `| ${loss} | ${step} |\n`;
    const text = `| Training Loss | Step |\n|---|---|\n${row('**2.5**', 10)}${row('1*6250', 20)}${row('1.5', 30)}`;
    expect(curves(await traceOf(text))[0]!).toEqual({ steps: [10, 30], losses: [2.5, 1.5], rates: null });
  });

  it('JSON too wide to be seen as lines from the first bytes, as one text', async () => {
    const line = (i: number) => `${JSON.stringify({ config: 'c'.repeat(40_000), step: i, loss: 3 - i })}\n`;
    expect(curves(await traceOf([0, 1, 2].map(line).join('')))[0]!.losses).toEqual([3, 2, 1]);
  });
});
