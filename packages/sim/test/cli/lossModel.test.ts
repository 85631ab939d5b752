import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fitCommand } from '../../src/cli/fitCommand.js';
import { simulateCommand } from '../../src/cli/simulateCommand.js';
import { lossesOf, remembering, scheduleOf } from '../lossModel/runs.js';
import { fastface, insightfaceLog, temporaryFolder } from './run.js';

const folder = temporaryFolder();
const noise = { scale: 0.05, power: 0.5, slow: 0, slowTime: 100 };
const run = (name: 'step' | 'stairs') =>
  lossesOf(remembering, scheduleOf(name), noise, { epochLength: 1500 });

/** A log as insightface writes it, with the header that tells the epochs. */
function log(name: 'step' | 'stairs'): string {
  const { losses, rates } = run(name);
  const means = Array.from(
    { length: 600 },
    (_, i) => losses.subarray(10 * i, 10 * i + 10).reduce((a, b) => a + b) / 10,
  );
  const header = 'Training: 2024-01-01 10:00:00,000-: steps_per_epoch          1500\n';
  return header + insightfaceLog(means.slice(1), { rate: (i) => rates[10 * i + 15]! });
}
const step = folder.file('step.log', log('step'));
const stairs = folder.file('stairs.log', log('stairs'));
const model = folder.path('model.json');

describe('fastface fit', () => {
  test('writes a model, a page and a figure, and tells how well it fits', () => {
    const [page, figure] = [folder.path('fit.html'), folder.path('fit.svg')];
    const { status, out, err } = fastface([
      'fit',
      step,
      '--test',
      stairs,
      '-o',
      model,
      '--report',
      page,
      '--figure',
      figure,
    ]);
    expect(err).toBe('');
    expect(status).toBe(0);
    expect(out).toContain('epochs of 1,500 iterations');
    expect(out).toMatch(/step\.log +599 .* %/);
    expect(out).toMatch(/stairs\.log, held out +599 .* %/);
    expect(out).toContain('drop by a cut to half of the base rate');
    expect(out).toMatch(/with memory power 2 it misses/);
    expect(JSON.parse(readFileSync(model, 'utf8'))).toMatchObject({
      format: 'fastface-loss-model',
      epochLength: 1500,
    });
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('What is left');
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    // The run that was not fitted is shaded throughout.
    expect(html).toContain('class="shade"');
    const svg = readFileSync(figure, 'utf8');
    expect(svg).toMatch(/^<svg /);
    expect(svg).toContain('step.log: Loss, measured and predicted');
    expect(svg).toContain('stairs.log, not fitted: Learning rate');
  });

  test('--json and --until: the rest of the run is held out', () => {
    const { status, out } = fastface([
      'fit',
      step,
      '--until',
      '0.6',
      '--epoch-length',
      '0',
      '-o',
      folder.path('part.json'),
      '--json',
    ]);
    const told = JSON.parse(out);
    expect(status).toBe(0);
    expect(told).toMatchObject({ law: 'spectral', epochLength: null });
    expect(told.runs[0]).toMatchObject({ records: 599, fitted: 359 });
    expect(told.runs[0].inSample.mean).toBeLessThan(told.runs[0].heldOut.mean);
  });

  test('warns of runs that are not of one model', () => {
    const [better, other] = [run('stairs'), folder.path('other.csv')];
    const rows = Array.from(better.losses, (loss, i) => `${i + 1},${better.rates[i]},${0.8 * loss}`);
    folder.file('other.csv', `step,lr,loss\n${rows.join('\n')}\n`);
    const alike = fastface(['fit', step, stairs, '-o', folder.path('alike.json')]);
    expect(alike.out).not.toContain('not like the others');
    const { status, out } = fastface(['fit', step, other, '-o', folder.path('mixed.json')]);
    expect(status).toBe(0);
    expect(out).toMatch(
      /note: .*\.(log|csv) is not like the others: its losses are [\d.]+ (above|below) what/,
    );
  });

  test('a law without epochs says that it leaves them out', () => {
    const { status, out } = fastface([
      'fit',
      step,
      '--law',
      'tissue',
      '--epoch-length',
      '0',
      '-o',
      folder.path('t.json'),
    ]);
    expect(status).toBe(0);
    expect(out).toMatch(/^Tissue’s law, /);
    expect(out).toContain(
      'note: the log tells of epochs, of which tissue knows nothing; --law spectral has them',
    );
    expect(out).not.toContain('epochs of');
  });

  test('leaves out epochs that its records cannot show', () => {
    const short = folder.file('short.log', log('step').replace('1500', '15'));
    const { out } = fastface(['fit', short, '-o', folder.path('short.json')]);
    expect(out).toMatch(
      /note: epochs of 15 iterations, as the log says, cannot be seen in its records: left out/,
    );
    expect(out).not.toContain('end of an epoch');
  });

  test('leaves what was there when the model cannot be written', () => {
    const { status, err } = fastface(['fit', step, '-o', folder.path('no/such/place.json')]);
    expect(status).toBe(1);
    expect(err).toMatch(
      /^fastface: .*place\.json: the model could not be written \(ENOENT\); name another place\n$/,
    );
  });

  test('points out drops that come round where the log does not say how long an epoch is', () => {
    const { losses, rates } = run('step');
    const rows = Array.from({ length: 6000 }, (_, i) => `${i + 1},${rates[i]},${losses[i]}`);
    const csv = folder.file('silent.csv', `step,lr,loss\n${rows.join('\n')}\n`);
    const { out } = fastface(['fit', csv, '-o', folder.path('silent.json')]);
    expect(out).toMatch(/note: the loss drops every 1(49|50)\d iterations or so.*--epoch-length/);
    expect(out).not.toContain('end of an epoch');
  });

  test('without -o it ends with 2 and one line', () => {
    const { status, err } = fastface(['fit', step]);
    expect(status).toBe(2);
    expect(err).toMatch(
      /^fastface: required option '-o, --output <model.json>' not specified \(see fastface --help\)\n$/,
    );
  });

  const rateless = folder.file('norate.csv', 'step,loss\n1,2\n2,1\n');
  const few = folder.file('few.csv', 'step,lr,loss\n1,1,2\n2,1,1\n');
  test.each([
    [step, { law: 'cubic' }, 2, /^invalid --law: cubic \(expected spectral, tissue, multi-power\)/],
    [step, { epochLength: 'x' }, 2, /^invalid --epoch-length: x/],
    [step, { epochLength: '19' }, 2, /^invalid --epoch-length: 19 \(two records are 20 iterations/],
    [step, { law: 'tissue', epochLength: '1500' }, 2, /are for the spectral law: tissue knows of no epochs/],
    [step, { law: 'multi-power', memoryPower: '1' }, 2, /multi-power knows of no epochs/],
    [step, { memoryPower: '-1' }, 2, /^invalid --memory-power: -1/],
    [step, { until: '0' }, 2, /^invalid --until: 0/],
    [step, { until: '3' }, 2, /it leaves 0 records of .*step\.log; 8 are the least/],
    [step, { records: 'last' }, 2, /^invalid --records: last/],
    [step, { segment: '7' }, 2, /^invalid --segment: 7/],
    [step, { figure: ['x.gif'] }, 2, /^invalid --figure/],
    [folder.path('none.log'), {}, 1, /no such file/],
    [rateless, {}, 1, /does not say which learning rates it used; name their column with --lr/],
    [few, {}, 1, /only 2 records have a finite loss/],
  ])('%s with %j ends with %i and one line', async (file, flags, exitCode, message) => {
    const failing = fitCommand([file], { output: folder.path('unused.json'), ...flags });
    await expect(failing).rejects.toMatchObject({ exitCode, message: expect.stringMatching(message) });
    await expect(failing).rejects.toMatchObject({ message: expect.not.stringContaining('\n') });
  });
});

describe('fastface simulate', () => {
  const quick = ['--set', 'alpha=0.02', '--set', 'beta=0.02', '--set', 'threshold=2e-4'];

  test('cuts with their intervals, the loss at the end, what is recorded, and what else it might be', () => {
    const page = folder.path('simulated.html');
    const { status, out, err } = fastface([
      ...['simulate', model, '--scheduler', 'fastface', '--scheduler', 'cosine', '--seeds', '5'],
      ...quick,
      ...['--report', page],
    ]);
    expect(err).toBe('');
    expect(status).toBe(0);
    expect(out).toMatch(/6,000 iterations, 5 seeds/);
    expect(out).toMatch(/fastface +\d \[\d, \d\] +[\d,]+ \[[\d,]+, [\d,]+\]/);
    expect(out).toMatch(/up to step [\d,]+, where the rates part, the losses are those of .*step\.log/);
    expect(out).toMatch(/cosine +all the time +–/);
    expect(out).toMatch(/with memory power 0\.5: \d \[/);
    expect(out).toMatch(/with memory power 0\.5: final loss/);
    const html = readFileSync(page, 'utf8');
    expect(html).toContain('Changes of the rate by fastface');
    expect(html).toMatch(/class="band c[1-8]"/);
  });

  test('says so where a scheduler does what was recorded', () => {
    const { out } = fastface([
      'simulate',
      model,
      '--scheduler',
      'step',
      '--set',
      'factor=0.3',
      '--set',
      'stepSize=3000',
    ]);
    expect(out).toMatch(/throughout, as the rates never part, the losses are those of .*step\.log/);
  });

  test('--json is the same twice, and has every seed', () => {
    const args = [
      'simulate',
      model,
      '--scheduler',
      'fastface',
      '--seeds',
      '3',
      '--from-start',
      ...quick,
      '--json',
    ];
    const [first, again] = [fastface(args), fastface(args)];
    expect(again.out).toBe(first.out);
    const { schedulers } = JSON.parse(first.out);
    expect(schedulers[0]).toMatchObject({
      scheduler: 'fastface',
      totalSteps: 6000,
      recorded: { iterations: 0, file: null },
    });
    expect(schedulers[0].runs.map(({ seed }: { seed: number }) => seed)).toEqual([1, 2, 3]);
    expect(schedulers[0].cuts[0].step.low).toBeLessThanOrEqual(schedulers[0].cuts[0].step.high);
  });

  test('flags what goes beyond the fitted runs, and a patience of an epoch', () => {
    const { out } = fastface([
      'simulate',
      model,
      '--scheduler',
      'fastface',
      '--total-steps',
      '9000',
      '--seeds',
      '2',
      '--set',
      'patience=1500',
    ]);
    expect(out).toMatch(/caution: fastface extrapolates: 1\.5 times as many iterations/);
    expect(out).toMatch(/caution: fastface: the patience of 1500 iterations is about an epoch/);
  });

  const odd = folder.file('odd.json', '{"format":"fastface-loss-model","version":1}');
  test.each([
    [model, { totalSteps: '30000' }, 1, /more than 4 times the 6000/],
    [model, { set: ['learningRate=1'] }, 1, /a rate of 1 is more than 2 times the 0\.1/],
    [model, { seeds: '0' }, 2, /^invalid --seeds: 0/],
    [model, { scheduler: ['nobody'] }, 2, /^unknown scheduler: nobody/],
    [model, { figure: ['x.gif'] }, 2, /^invalid --figure/],
    [folder.path('.'), {}, 1, /could not be read \(EISDIR\); name a file that fastface fit wrote$/],
    [folder.path('none.json'), {}, 1, /none\.json: no such file; make a model with fastface fit/],
    [step, {}, 1, /step\.log: it is not JSON/],
    [odd, {}, 1, /odd\.json: baseRate: /],
  ])('%s with %j ends with %i and one line', async (file, flags, exitCode, message) => {
    const failing = simulateCommand(file, flags);
    await expect(failing).rejects.toMatchObject({ exitCode, message: expect.stringMatching(message) });
    await expect(failing).rejects.toMatchObject({ message: expect.not.stringContaining('\n') });
  });
});

test('the help has examples', () => {
  for (const command of ['fit', 'simulate']) {
    const { status, out } = fastface([command, '--help']);
    expect(status).toBe(0);
    expect(out).toMatch(new RegExp(`Examples:\\n  fastface ${command} `));
  }
});
