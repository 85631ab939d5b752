import { describe, expect, it } from 'vitest';
import { curves, errorOf, traceOf } from './readText.js';

describe('csv', () => {
  const plain = [{ steps: [1, 2, 3], losses: [0.5, 0.25, NaN], rates: [0.1, 0.1, 0.01] }];
  const dialects: Readonly<Record<string, string>> = {
    'commas and LF': 'step,lr,loss\n1,0.1,0.5\n2,0.1,0.25\n3,0.01,nan\n',
    'CRLF, a byte-order mark and padding':
      '\ufeff step ,  lr , loss\r\n  1,  0.1,  0.5\r\n  2, 0.1, 0.25\r\n  3, 1e-2, NaN',
    'semicolons and decimal commas': 'step;lr;loss\n1;0,1;0,5\n2;0,1;0,25\n3;0,01;nan\n',
    tabs: 'step\tlr\tloss\n1\t0.1\t0.5\n2\t0.1\t0.25\n3\t0.01\tnan\n',
    blanks: 'step    lr   loss\n1   0.1   0.5\n2   0.1   0.25\n3   0.01  nan\n',
    'quoted cells': '"step","lr","loss"\n"1","0.1","0.5"\n"2","0.1","0.25"\n"3","0.01","nan"\n',
    'comments above, blank lines and a text column':
      '# made by hand\n\nnote,step,lr,loss\n"a, ""b""\nc",1,0.1,0.5\n\nx,2,0.1,0.25\ny,3,0.01,nan\n',
    'a row within a quoted cell':
      'note,step,lr,loss\n"a\n9,9,9,9\nb",1,0.1,0.5\nx,2,0.1,0.25\ny,3,0.01,nan\n',
    'ragged rows': 'step,lr,loss,extra\n1,0.1,0.5\n2,0.1,0.25,1,2,3\n3,0.01,nan,4\n4\n',
    'names of rows without a name, as R writes them':
      '"step" "lr" "loss"\n"1" 1 0.1 0.5\n"2" 2 0.1 0.25\n"3" 3 0.01 NaN\n',
    'a Markdown table': '| step | lr | loss |\n| 1 | 0.1 | 0.5 |\n| 2 | 0.1 | 0.25 |\n| 3 | 0.01 | nan |\n',
  };
  for (const [name, text] of Object.entries(dialects)) {
    it(`reads ${name}`, async () => {
      const trace = await traceOf(text);
      expect(trace.format).toBe('csv');
      expect(curves(trace)).toEqual(plain);
    });
  }

  it('reads the names of a hundred thousand columns in a moment, and says which are not looked at', async () => {
    const wide = (names: readonly string[]) =>
      `${['step', ...names].join(',')}\n${[1, 2, 3].map((step) => [step, ...names.map(() => 1 / step)].join(',')).join('\n')}\n`;
    const runs = Array.from({ length: 100_000 }, (_, i) => `run${i}`);
    const { user } = process.cpuUsage();
    expect(curves(await traceOf(wide(['loss', ...runs])))[0]!.losses).toEqual([1, 1 / 2, 1 / 3]);
    // Two dozen seconds, if each name is looked for among all others.
    expect((process.cpuUsage().user - user) / 1e6).toBeLessThan(5);
    const losses = wide(runs.slice(0, 2000).map((name) => `loss_${name}`));
    const note = expect.stringContaining('more than 1,024 columns look like losses, rates or steps');
    expect((await traceOf(losses)).notes).toContainEqual(note);
    expect((await traceOf(losses, { loss: 'loss_run1999' })).lossName).toBe('loss_run1999');
  });

  it('prefers steps to epochs, the whole loss to its parts, and never a validation', async () => {
    const trace = await traceOf(
      'epoch,step,train_loss_epoch,train_loss_step,train_box_loss,val_loss\r\n0,49,,2.5,1,\r\n0,99,,2.25,1,\r\n0,99,2.3,,,2.4\r\n1,149,,2,1,\r\n',
    );
    expect(trace.lossName).toBe('train_loss_step');
    expect(trace.otherLosses).toEqual(['train_loss_epoch', 'train_box_loss', 'val_loss']);
    expect(curves(trace)).toEqual([{ steps: [49, 99, 149], losses: [2.5, 2.25, 2], rates: null }]);
  });

  it('prefers the whole loss to a part that was logged more often', async () => {
    const trace = await traceOf('step,loss_cls,loss,loss_scale\n1,9,0.5,1\n2,9,,1\n3,9,0.25,1\n');
    expect(curves(trace)).toEqual([{ steps: [1, 3], losses: [0.5, 0.25], rates: null }]);
  });

  it('cuts where a step comes twice', async () => {
    const trace = await traceOf('step,loss\n1,0.5\n2,0.25\n2,0.125\n3,0.0625\n');
    expect(curves(trace).map(({ steps }) => steps)).toEqual([
      [1, 2],
      [2, 3],
    ]);
  });

  it('joins a learning rate that stands in rows of its own', async () => {
    const trace = await traceOf(
      'lr-AdamW,step,train_loss\n0.1,49,\n,49,2.5\n0.05,99,\n,99,2.25\n0.025,149,\n',
    );
    expect(curves(trace)[0]!.rates).toEqual([0.1, 0.05]);
  });

  it('leaves out a learning rate that is hardly ever known, unless the user names it', async () => {
    const rows = Array.from({ length: 9 }, (_, i) => `${i},,${i}.5\n`).join('');
    const text = `iter,lr,loss\n0,0.1,\n${rows}`;
    const trace = await traceOf(text);
    expect(trace.segments[0]!.learningRates).toBeNull();
    expect(trace.notes).toContain("'lr' is known at 1 of 9 records only: left out");
    expect(curves(await traceOf(text, { learningRate: 'lr' }))[0]!.rates![0]).toBe(0.1);
  });

  it('cuts appended runs, also where they bring another header', async () => {
    const trace = await traceOf('step,loss\n1,0.5\n2,0.25\nstep,lr,loss\n1,0.1,0.75\n2,0.1,0.5\n');
    expect(curves(trace)).toEqual([
      { steps: [1, 2], losses: [0.5, 0.25], rates: null },
      { steps: [1, 2], losses: [0.75, 0.5], rates: [0.1, 0.1] },
    ]);
  });

  it('adds up what ultralytics logs in parts', async () => {
    const trace = await traceOf(
      'epoch,train/box_loss,train/cls_loss,val/box_loss,lr/pg0\n1,0.5,0.25,9,0.1\n2,0.25,0.125,9,0.1\n',
    );
    expect(curves(trace)).toEqual([{ steps: [1, 2], losses: [0.75, 0.375], rates: [0.1, 0.1] }]);
    expect(trace.lossName).toBe('train/box_loss + train/cls_loss');
    expect(trace.notes.join()).toMatch(/no total loss.*one record per epoch/);
  });

  it('leaves out the rows of a validation', async () => {
    const trace = await traceOf('split,step,loss\ntrain,1,0.5\nval,1,9\ntrain,2,0.25\nval,2,9\n');
    expect(curves(trace)).toEqual([{ steps: [1, 2], losses: [0.5, 0.25], rates: null }]);
  });

  it('reads the columns that the user names', async () => {
    const trace = await traceOf('a,b,c\n1,5,0.5\n2,6,0.25\n', { loss: 'c', step: 'B', learningRate: 'a' });
    expect(curves(trace)).toEqual([{ steps: [5, 6], losses: [0.5, 0.25], rates: [1, 2] }]);
    expect((await errorOf('step,loss\n1,2\n', { loss: 'x' })).advice).toBe('the log has step, loss');
  });

  it('reads a chart exported from W&B, run by run', async () => {
    const text =
      '"Step","a - b - train/loss","a - b - train/loss__MIN","a - b - train/loss__MAX","c - train/loss"\n"0","2.5","9","9","3.5"\n"1","2.25","9","9",""\n"3","2","9","9","3"';
    const trace = await traceOf(text);
    expect(trace.segments.map(({ run, steps }) => [run, [...steps]])).toEqual([
      ['a - b', [0, 1, 3]],
      ['c', [0, 3]],
    ]);
    expect(curves(await traceOf(text, { run: 'c' }))).toEqual([
      { steps: [0, 3], losses: [3.5, 3], rates: null },
    ]);
    expect((await errorOf(text, { run: 'd' })).advice).toBe('the log has a - b, c');
  });

  it('reads a scalar downloaded from TensorBoard', async () => {
    const trace = await traceOf('Wall time,Step,Value\n1700000000.5,10,0.5\n1700000001.5,20,0.25\n');
    expect(curves(trace)).toEqual([{ steps: [10, 20], losses: [0.5, 0.25], rates: null }]);
    expect(trace.notes.join()).toMatch(/does not say which scalar/);
  });

  it('says why there is no curve', async () => {
    expect((await errorOf('Name,State,Created,Runtime,loss\n"x","finished","2026",1,0.5\n')).message).toMatch(
      /W&B table of runs/,
    );
    expect((await errorOf('epoch,loss\n')).message).toBe('a header without rows');
    expect((await errorOf('step,val_loss\n1,2\n')).message).toMatch(/only validation losses \(val_loss\)/);
    expect((await errorOf('1,2\n3,4\n', { format: 'csv' })).line).toBe(1);
  });
});

describe('json lines', () => {
  it('reads mmengine, in which iterations of appended runs start anew', async () => {
    const trace = await traceOf(
      '{"lr": 0.1, "loss": 2.5, "loss_cls": 1, "iter": 50, "step": 50, "epoch": 1}\n{"coco/bbox_mAP": 0.1, "step": 0}\n{"lr": 0.1, "loss": 2.25, "iter": 100, "step": 100, "epoch": 1}\n{"lr": 0.1, "loss": NaN, "iter": 50, "step": 50, "epoch": 1}\n{"lr": 0.1, "loss": 3, "iter": 100, "step": 100',
    );
    expect(curves(trace)).toEqual([
      { steps: [50, 100], losses: [2.5, 2.25], rates: [0.1, 0.1] },
      { steps: [50], losses: [NaN], rates: [0.1] },
    ]);
    expect(trace.notes).toContain('1 torn line skipped');
  });

  it('numbers the records where only fractional epochs count, and starts a run where they fall back', async () => {
    const trace = await traceOf(
      '{"loss": 3, "epoch": 0.01}\n{"loss": 2, "epoch": 0.02}\n{"loss": 4, "epoch": 0.01}\n',
    );
    expect(trace.segments.map(({ steps }) => [...steps])).toEqual([[0, 1], [0]]);
    expect(trace.notes.join()).toMatch(/numbered from 0/);
  });

  it('counts on where iterations restart in every epoch, and skips validations', async () => {
    const trace = await traceOf(
      '{"env_info": "x"}\n{"mode": "train", "epoch": 1, "iter": 50, "loss": 2.5}\n{"mode": "train", "epoch": 1, "iter": 100, "loss": 2.25}\n{"mode": "val", "epoch": 1, "iter": 7, "loss": 9}\n{"mode": "train", "epoch": 2, "iter": 50, "loss": 2}\n',
    );
    expect(curves(trace)).toEqual([{ steps: [50, 100, 150], losses: [2.5, 2.25, 2], rates: null }]);
    expect(trace.notes.join()).toMatch(/length of an epoch guessed/);
  });

  it('reads strings, nested objects and records behind a prefix', async () => {
    const trace = await traceOf(
      [1, 2, 3]
        .map((i) => `2024-01-01 INFO {"step": "${i}", "train": {"loss": "${i}.5"}, "optim": {"lr": 0.1}}\n`)
        .join(''),
    );
    expect(trace.lossName).toBe('train/loss');
    expect(curves(trace)).toEqual([{ steps: [1, 2, 3], losses: [1.5, 2.5, 3.5], rates: [0.1, 0.1, 0.1] }]);
  });

  it('reads a name whose value is an object beside it', async () => {
    const line = (i: number) => `{"name": "loss", "data": {"epoch": 0.5, "step": ${i}, "value": ${4 - i}}}\n`;
    expect(curves(await traceOf([1, 2, 3].map(line).join('')))).toEqual([
      { steps: [1, 2, 3], losses: [3, 2, 1], rates: null },
    ]);
  });

  it('reads one record per epoch, and says so', async () => {
    const trace = await traceOf(
      '{"train_lr": 0.1, "train_loss": 0.5, "test_loss": 9, "epoch": 0}\n{"train_lr": 0.1, "train_loss": 0.25, "test_loss": 9, "epoch": 1}\n',
    );
    expect(curves(trace)).toEqual([{ steps: [0, 1], losses: [0.5, 0.25], rates: [0.1, 0.1] }]);
    expect(trace.notes.join()).toMatch(/one record per epoch/);
  });

  it('is not fooled by names that JavaScript knows', async () => {
    const trace = await traceOf(
      '{"__proto__": {"loss": 1}, "constructor": 1, "step": 1, "loss": 0.5}\n{"step": 2, "loss": 0.25}\n',
    );
    expect(curves(trace)[0]!.losses).toEqual([0.5, 0.25]);
    expect(({} as Record<string, unknown>).loss).toBeUndefined();
  });

  it('says that a W&B summary is no curve', async () => {
    expect((await errorOf('{"_runtime": 5, "_step": 9, "_timestamp": 1.7e9, "loss": 0.5}')).message).toMatch(
      /W&B summary/,
    );
    expect(
      (await errorOf('{"_runtime": 5, "_step": 9, "_wandb": {"runtime": 5}, "loss": 0.5}')).message,
    ).toMatch(/W&B summary/);
  });
});

describe('json', () => {
  it("reads the trainer's state of Hugging Face without its summary", async () => {
    const trace = await traceOf(
      '{\r\n  "best_metric": null,\n "log_history": [{"epoch": 0.1, "learning_rate": 0.0, "loss": 2.5, "step": 10}, {"eval_loss": 9, "step": 10}, {"loss": NaN, "learning_rate": 0.1, "step": 20}, {"step": 20, "train_loss": 1, "train_runtime": 5}], "max_steps": 40, "x": "\\" NaN \\" Infinity"}',
    );
    expect(curves(trace)).toEqual([{ steps: [10, 20], losses: [2.5, NaN], rates: [0, 0.1] }]);
    expect(trace.segments[0]!.plannedSteps).toBe(40);
  });

  it('reads a Keras history, also inside of something else', async () => {
    for (const text of [
      '{"loss": [0.5, 0.25], "val_loss": [9, 9], "lr": [0.1, 0.01]}',
      '{"params": {}, "history": {"loss": [0.5, 0.25], "lr": [0.1, 0.01]}}',
    ]) {
      expect(curves(await traceOf(text))).toEqual([
        { steps: [0, 1], losses: [0.5, 0.25], rates: [0.1, 0.01] },
      ]);
    }
  });

  it('reads lists of records, data frames and TensorBoard downloads', async () => {
    const expected = [{ steps: [1, 2], losses: [0.5, 0.25], rates: null }];
    expect(curves(await traceOf('[{"step": 1, "loss": 0.5}, {"step": 2, "loss": 0.25}]'))).toEqual(expected);
    expect(curves(await traceOf('{"step": {"0": 1, "1": 2}, "loss": {"0": 0.5, "1": 0.25}}'))).toEqual(
      expected,
    );
    expect(curves(await traceOf('[[1700000000.5, 1, 0.5], [1700000001.5, 2, 0.25]]'))).toEqual(expected);
    expect(
      curves(await traceOf('{"columns": ["step", "loss"], "index": [0, 1], "data": [[1, 0.5], [2, 0.25]]}')),
    ).toEqual(expected);
    expect(curves(await traceOf('{"0": {"step": 1, "loss": 0.5}, "1": {"step": 2, "loss": 0.25}}'))).toEqual(
      expected,
    );
    // No times, and so nobody knows what is what.
    expect((await errorOf('[[0, 5, 0.1], [1, 4, 0.1]]')).message).toMatch(/no training loss/);
  });

  it('reads what CatBoost leaves behind: the metrics that are the better the lower', async () => {
    const metric = (name: string, best: string) => ({ name, best_value: best });
    const row = (i: number) => ({ learn: [0.5 + i / 8, 4 - i], iteration: i, passed_time: 1.5 });
    const written = (...metrics: object[]) =>
      JSON.stringify({ meta: { learn_metrics: metrics, name: 'x' }, iterations: [0, 1, 2].map(row) });
    const trace = await traceOf(written(metric('F1', 'Max'), metric('MultiClass', 'Min')));
    expect(trace.lossName).toBe('MultiClass loss');
    expect(curves(trace)).toEqual([{ steps: [0, 1, 2], losses: [4, 3, 2], rates: null }]);
    expect((await traceOf(written(metric('MAE', 'Min'), metric('RMSE', 'Min')))).doubt).toContain('RMSE');
    expect((await errorOf(written(metric('F1', 'Max')))).message).toMatch(/no training loss/);
  });

  it('survives deep nesting and what is cut short', async () => {
    const deep = '[{"a":'.repeat(100_000);
    expect((await errorOf(`${deep}1${'}]'.repeat(100_000)}`)).message).toMatch(
      /no training loss|not valid JSON/,
    );
    expect((await errorOf('{\n"log_history": [{"loss": 2.5,')).message).toBe('not valid JSON, or cut short');
  });
});

describe('mlflow', () => {
  it('reads a metric file; appended runs and NaN included', async () => {
    const trace = await traceOf('1779643389487 2.5 0\n1779643389488 nan 1\n1779643389489 2.25 0\n');
    expect(trace.format).toBe('mlflow');
    expect(curves(trace).map(({ steps, losses }) => [steps, losses])).toEqual([
      [
        [0, 1],
        [2.5, NaN],
      ],
      [[0], [2.25]],
    ]);
  });
});

it('JSON lines say how long the run was to be in a record without a loss', async () => {
  const records = '{"step":0,"loss":2,"learning_rate":0.1}\n{"step":1,"loss":"NaN","learning_rate":0.1}\n';
  const trace = await traceOf(`{"note":"a run of ours","total_steps":500}\n${records}`);
  expect(trace.format).toBe('json-lines');
  expect(trace.segments[0]!.plannedSteps).toBe(500);
  expect([...trace.segments[0]!.losses]).toEqual([2, NaN]);
  const other = await traceOf(`{"step":0,"loss":2,"total_steps":3}\n${records.replace('0', '7')}`);
  expect(other.segments[0]!.plannedSteps).toBe(null);
});
