import { describe, expect, it } from 'vitest';
import { moreSamples } from './moreSamples.js';
import { curves, errorOf, traceOf } from './readText.js';
import { samples } from './samples.js';

describe('text logs', () => {
  for (const [name, sample] of Object.entries({ ...samples, ...moreSamples })) {
    it(`reads ${name}`, async () => {
      const trace = await traceOf(sample.text);
      expect(trace.format).toBe(sample.format);
      const found = curves(trace);
      expect(found.map(({ steps }) => steps)).toEqual(sample.steps);
      expect(found.map(({ losses }) => losses)).toEqual(sample.losses);
      if (sample.rates) expect(found.map(({ rates }) => rates)).toEqual(sample.rates);
      if (name in samples || sample.planned !== undefined)
        expect(trace.segments[0]!.plannedSteps).toBe(sample.planned ?? null);
    });
  }

  for (const [name, sample] of Object.entries(samples)) {
    it(`reads ${name} behind a prefix, CRLF and 100 KB of other output`, async () => {
      const isBar = sample.format === 'keras-bar';
      const lines = sample.text.split(/\r?\n/);
      const noise = 'loading shard 00001 of the data set\r\n'.repeat(2800);
      const prefix = isBar || name === 'build-nanogpt log.txt' || name === 'Caffe' ? '' : 'node7 | ';
      const trace = await traceOf(`${noise}${lines.map((line) => prefix + line).join('\r\n')}\r\n`);
      expect(curves(trace).map(({ losses }) => losses)).toEqual(sample.losses);
    });
  }

  it('finds a log of its own kind in the middle of a look-alike', async () => {
    const stray = 'step 1 | loss: 10.5 | lr: 6.0000e-05 | norm: 1\n';
    const lines = Array.from({ length: 20 }, (_, i) => `iter ${i}: loss ${i}.5, time 2ms, mfu 1.00%\n`).join(
      '',
    );
    const trace = await traceOf(stray + lines);
    expect([trace.format, trace.segments[0]!.steps.length]).toEqual(['nanogpt', 20]);
  });

  it('reads a series that the user names', async () => {
    const text = samples['modded-nanogpt']!.text;
    const trace = await traceOf(text, { loss: 'val_loss' });
    expect(curves(trace)).toEqual([{ steps: [0], losses: [10.8], rates: null }]);
    expect((await errorOf(text, { loss: 'nothing' })).message).toBe("there is no loss called 'nothing'");
  });

  it('names the formats it knows', async () => {
    expect((await traceOf(samples.nanoGPT!.text, { format: 'key-value' })).format).toBe('key-value');
    expect((await errorOf('x', { format: 'nope' })).advice).toContain('insightface, llmc');
  });
});

describe('logs without a training loss', () => {
  const refused: Readonly<Record<string, readonly [text: string, message: string]>> = {
    'an empty file': ['', 'the file is empty'],
    'prose about a loss': [
      'A loss of appetite.\nNothing else.\n',
      'no training loss found: no known log format',
    ],
    'validation losses only': [
      'step:1/90 val_loss:10.8\nstep:2/90 val_loss:10.7\n',
      'no training loss: this modded-nanogpt log has only validation losses (2 lines)',
    ],
    'learning rates only': [
      'x [log_dist] [Rank 0] step=10, skipped=6, lr=[9.6e-06], mom=[1]\n',
      'no training loss: this deepspeed log has only learning rates (1 lines)',
    ],
    'NaN only': [
      'iter 0: loss nan, time 1ms, mfu 1%\niter 1: loss nan, time 1ms, mfu 1%\n',
      'none of the 2 training losses is a finite number',
    ],
    'estimates of nanoGPT only': [
      'step 0: train loss 4.2, val loss 4.3\nstep 100: train loss 3.2, val loss 3.3\n',
      'no training loss: this nanogpt log has only validation losses (2 lines)',
    ],
    'rows of numbers': [
      '0.5 1\n0.25 2\n',
      'rows of numbers, and nothing that says which of them is the loss',
    ],
    'the summary of a run': [
      '{"best_epoch": 3, "training_loss": 1.2, "validation_loss": 1.4}\n',
      "no training loss: 'training_loss' has one value and no step, which is no curve",
    ],
    'a program': [
      'def f(x):\n    loss = 0.5\n    return x\nself.assertEqual(total_loss, 0)\n',
      "no training loss: 'loss' has one value and no step, which is no curve",
    ],
    'prose with numbers': [
      'A loss of 0.5 was seen.\nThe second set had a training loss of 0.25.\n',
      "no training loss: 'had a training loss' has one value and no step, which is no curve",
    ],
    'a configuration only': [
      'loss:\n  type: CosFace\n  loss_weight: 1.0\nlr: 0.1\n',
      'no training loss: this key-value log has only learning rates (lr)',
    ],
    'binary data': ['\u0000\u0001\u0002\u0003', 'not a log: unknown binary data'],
    'a Git LFS pointer': [
      'version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n',
      'a Git LFS pointer, not the log itself',
    ],
    'a ZIP archive': ['PK\u0003\u0004 and so on', 'a ZIP archive'],
  };
  for (const [name, [text, message]] of Object.entries(refused)) {
    it(`says so of ${name}`, async () => {
      const error = await errorOf(text);
      expect(error.message).toBe(message);
      expect(error.advice).not.toBe('');
    });
  }
});
