import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test } from 'vitest';
import { saveCheckpoint } from '../../src/checkpoint/saveCheckpoint.js';
import { writeSafetensors } from '../../src/checkpoint/writeSafetensors.js';
import { chooseScheduler } from '../../src/loop/chooseScheduler.js';
import { openRecogniser } from '../../src/recognise/recogniser.js';
import { fastfaceTrain, fastfaceTrainHere, small } from './command.js';
import { scratchFolder, smallConfig } from './smallRun.js';

const folder = scratchFolder();

/** A data set of people with so many images each, of `size` pixels. */
async function people(name: string, images: readonly number[], size = 16): Promise<void> {
  for (const [person, count] of images.entries()) {
    mkdirSync(join(folder, name, `p${person}`), { recursive: true });
    for (let i = 0; i < count; i++) {
      const background = { r: 40 * person, g: 20 * i, b: 99 };
      await sharp({ create: { width: size, height: size, channels: 3, background } })
        .png()
        .toFile(join(folder, name, `p${person}`, `${i}.png`));
    }
  }
}

beforeAll(async () => {
  await people('faces', [4, 4, 4]);
  await people('lonely', [4, 1, 4]);
  await people('broken', [4, 4, 4]);
  writeFileSync(join(folder, 'broken/p1/2.png'), 'no image');
  mkdirSync(join(folder, 'used'));
  writeFileSync(join(folder, 'used/trace.jsonl'), '{}\n{"step":0,"loss":1}\n');
  const tensor = { shape: [1], data: Float32Array.of(1) };
  await writeSafetensors(
    join(folder, 'none.safetensors'),
    new Map([['features.bias', { shape: [0], data: new Float32Array() }]]),
    {},
  );
  await saveCheckpoint(join(folder, 'other/checkpoints'), {
    config: { ...smallConfig, seed: 8 },
    backbone: new Map([['conv1.weight', tensor]]),
    training: new Map([['head.weight', tensor]]),
    state: {
      step: 1,
      scheduler: chooseScheduler(smallConfig).scheduler.init(),
      batches: { seed: 8, epoch: 0, position: 8 },
      pending: [],
      badLosses: 0,
      badLossesInARow: 0,
      lengths: {},
      seconds: 1,
    },
  });
});

let cases = 0;
const at = (name: string) => join(folder, name);
const quickly = ['--image-size=16', '--batch-size=4', '--steps=2', '--backend=wasm'];
const faces = [`--data=${at('faces')}`, ...quickly];

describe('bad input gets one line', () => {
  test.each<[string, number, RegExp, string[]]>([
    ['unknown command', 2, /unknown command 'trian'/, ['trian']],
    ['unknown backend', 2, /--backend.*gpu.*Allowed choices are auto, wasm/, ['train', '--backend', 'gpu']],
    ['unknown model', 2, /--model.*resnet.*Allowed choices are iresnet-tiny/, ['train', '--model', 'resnet']],
    [
      'unknown scheduler',
      2,
      /unknown scheduler: adam \(expected fastface,/,
      ['train', '--scheduler', 'adam'],
    ],
    ['unknown option', 2, /unknown option in --set: lambd \(/, ['train', '--set', 'lambd=1']],
    ['option out of range', 2, /fastface-auto: invalid power: 0/, ['train', '--set', 'power=0']],
    ['no number', 2, /--steps.*many.*whole number/, ['train', '--steps', 'many']],
    ['a margin of two', 2, /--margin.*three numbers/, ['train', '--margin', '1,2']],
    ['a margin without a rule', 2, /invalid margins: 2, 0.5, 0/, ['train', ...small, '--margin', '2,0.5,0']],
    [
      'a batch larger than the data',
      2,
      /--batch-size 400: .* has 32 images/,
      ['train', ...small, '--batch-size=400'],
    ],
    ['no such data', 1, /nowhere: is not there/, ['train', '--backend=wasm', '--data', at('nowhere')]],
    [
      'a file',
      1,
      /0\.png: is a file \(name a folder/,
      ['train', ...quickly, `--data=${at('faces/p0/0.png')}`],
    ],
    [
      'a person with one image',
      1,
      /lonely\/p1: .*one image|lonely\/p1.*1 image/,
      ['train', ...quickly, `--data=${at('lonely')}`],
    ],
    [
      'an unreadable image',
      1,
      /broken\/p1\/2\.png: /,
      ['train', ...quickly, `--data=${at('broken')}`, '--steps=30'],
    ],
    [
      'images of another size',
      1,
      /faces\/p\d\/\d\.png: is 16×16 pixels, not 20×20/,
      ['train', ...faces, '--image-size=20'],
    ],
    [
      'a folder with a run',
      1,
      /used: holds a trace.jsonl and no checkpoint \(name another --out/,
      ['train', ...small, `--out=${at('used')}`],
    ],
    [
      'weights that are none',
      1,
      /p0\/0\.png: .*no safetensors file/,
      ['train', ...small, `--weights=${at('faces/p0/0.png')}`],
    ],
    [
      'a run without a checkpoint',
      1,
      /used\/checkpoints: has no checkpoint/,
      ['train', `--resume=${at('used')}`],
    ],
    [
      'a checkpoint of another network',
      1,
      /other\/checkpoints\/step-00000001: weights/,
      ['train', `--resume=${at('other')}`],
    ],
    [
      'another option than the run’s',
      2,
      /--batch-size: the run was begun with 8/,
      ['train', `--resume=${at('other')}`, '--batch-size=9'],
    ],
    [
      '--resume and --out',
      2,
      /--resume and --out/,
      ['train', `--resume=${at('other')}`, `--out=${at('new')}`],
    ],
    [
      'verification on what is no set',
      1,
      /p0\/pair_label.npy: is not there/,
      ['train', ...small, `--verify=${at('faces/p0')}`],
    ],
    [
      'a network of no numbers',
      1,
      /none.safetensors: is no backbone of IResNet or MobileFaceNet/,
      ['verify', at('none.safetensors'), '--backend=wasm'],
    ],
    [
      'verification in training, of nothing',
      2,
      /--verify-every: there is nothing to verify on; give --verify SET/,
      ['train', ...small, '--verify-every=4'],
    ],
    ['an average of everything', 2, /invalid emaDecay: 1/, ['train', ...small, '--ema-decay=1']],
    [
      'an average that is not there',
      1,
      /step-00000001: has no average of the weights \(train with --ema-decay/,
      ['verify', at('other'), '--ema', '--backend=wasm'],
    ],
    [
      'data that are given twice',
      2,
      /--data \S+faces: is given twice/,
      ['train', ...faces, `--data=${at('faces')}`],
    ],
    ['momentum of adamw', 2, /--momentum: adamw has none/, ['train', '--optimizer=adamw', '--momentum=0.9']],
    ['verification of too few pairs', 2, /--verify-pairs.*at least 20, or 0/, ['train', '--verify-pairs=18']],
    ['a folder that cannot be made', 1, /\/proc\/x: cannot be made/, ['train', ...small, '--out=/proc/x']],
    ['an argument that turns the writing', 2, /unknown option '--a b'/, ['train', '--a\u202eb']],
    [
      'verifying nothing',
      1,
      /nowhere: is not there \(name a run’s folder/,
      ['verify', at('nowhere'), '--backend=wasm'],
    ],
  ])('%s', async (_, status, message, args) => {
    const out =
      args.some((word) => /^--(out|resume)/.test(word)) || args[0] !== 'train'
        ? []
        : ['--out', at(String(cases++))];
    const result = await fastfaceTrainHere([...args, ...out]);
    expect(result.stderr).toMatch(/^fastface-train: /m);
    expect(result.stderr).toMatch(message);
    expect(result.status, result.stderr).toBe(status);
    // One line, and for a wrong command line where help is.
    expect(result.stderr.trim().split('\n').length, result.stderr).toBe(1);
    expect(result.stderr).not.toMatch(/\n\s+at /);
  });

  test('a loss that is not finite ends the run with the last good checkpoint', async () => {
    const { status, stderr, stdout } = await fastfaceTrainHere([
      'train',
      ...small,
      `--out=${at('bad')}`,
      '--learning-rate=1e25',
    ]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^fastface-train: .*bad: 10 losses in a row were not finite, the last at step \d+ and rate \S+ \(last good checkpoint: .*bad\/checkpoints\/step-00000000; lower --learning-rate/,
    );
    expect(stdout).toMatch(
      /step \d+: loss not finite at rate 1e\+25, gradient norm null; update skipped \(1 so far\)/,
    );
  });
});

test('doctor says which backends work, and of the others why not', { timeout: 300_000 }, async () => {
  // A folder in which no optional package is found.
  const { status, stdout, stderr } = await fastfaceTrain(folder, ['doctor', '--json']);
  expect(status, stderr).toBe(0);
  const { findings, best, node } = JSON.parse(stdout);
  expect(node).toBe(process.versions.node);
  const of = (name: string) => findings.find(({ backend }: { backend: string }) => backend === name);
  expect(of('wasm')).toMatchObject({ works: true, device: 'WebAssembly, CPU' });
  expect(of('wasm').milliseconds).toBeGreaterThan(0);
  for (const name of ['tensorflow', 'webgpu']) {
    if (!of(name).works) expect(of(name).problem).toMatch(/setup-tensorflow|npm install|device/);
  }
  expect(findings.find(({ backend }: { backend: string }) => backend === best).works).toBe(true);
});

test('threads share the work, and say so in the config', async () => {
  const args = ['train', ...small, '--threads=2', '--steps=6', `--out=${at('threads')}`, '--json'];
  const { status, stdout, stderr } = await fastfaceTrainHere(args);
  expect(status, stderr).toBe(0);
  const { config, outcome } = JSON.parse(stdout);
  expect(config.threads).toBe(2);
  const alone = await fastfaceTrainHere(['train', ...small, '--steps=6', `--out=${at('alone')}`, '--json']);
  expect(outcome.lastLoss / JSON.parse(alone.stdout).outcome.lastLoss).toBeCloseTo(1, 3);
});

test('there is no run to go on with', async () => {
  mkdirSync(at('empty'));
  const { status, stderr } = await fastfaceTrain(at('empty'), ['train', '--resume']);
  expect(stderr).toBe(
    'fastface-train: runs: holds no run with a checkpoint (name the folder of one: --resume FOLDER)\n',
  );
  expect(status).toBe(1);
});

test('a run that dies of its first image leaves no folder', async () => {
  const out = at('no-folder');
  const args = ['train', ...faces, '--image-size=20', `--out=${out}`];
  expect((await fastfaceTrainHere(args)).status).toBe(1);
  expect(existsSync(out)).toBe(false);
});

describe('a finished run can be extended', () => {
  const rates = (name: string) =>
    readFileSync(join(at(name), 'trace.jsonl'), 'utf8')
      .split('\n')
      .slice(1, -1)
      .map((line) => JSON.parse(line).learning_rate as number);
  const quick = (name: string, steps: number, ...more: string[]) =>
    fastfaceTrainHere([
      'train',
      ...small.slice(0, -6),
      `--steps=${steps}`,
      '--verify-pairs=0',
      ...more,
      `--out=${at(name)}`,
    ]);
  const extend = (name: string, steps: number) =>
    fastfaceTrainHere(['train', `--resume=${at(name)}`, `--steps=${steps}`]);

  test('a schedule of the length is where it would be had it been planned so', async () => {
    const begun = await quick('cosine', 10, '--scheduler=cosine', '--checkpoint-every=4');
    expect(begun.status, begun.stderr).toBe(0);
    const { status, stdout, stderr } = await extend('cosine', 20);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(
      /20 steps instead of 10: cosine was made anew for the length and given the 10 losses so far: rate 0.000 → 0.0500/,
    );
    expect((await quick('planned', 20, '--scheduler=cosine')).status).toBe(0);
    expect(rates('cosine').slice(10)).toEqual(rates('planned').slice(10));
    const header = readFileSync(join(at('cosine'), 'trace.jsonl'), 'utf8').split('\n')[0]!;
    expect(JSON.parse(header)).toMatchObject({ total_steps: 20, config: { steps: 20 } });
    // Carried out as it was begun: a checkpoint after each four steps.
    expect(readdirSync(join(at('cosine'), 'checkpoints')).sort()).toEqual(['step-00000016', 'step-00000020']);
  });

  test('a run goes on from a checkpoint that is named, and those after it are gone', async () => {
    const before = rates('cosine');
    const at16 = join(at('cosine'), 'checkpoints/step-00000016');
    const best = join(at('cosine'), 'checkpoints/best-00000016');
    for (const [named, others] of [
      [at16, []],
      [best, ['best-00000016']],
    ] as const) {
      if (named === best) renameSync(at16, best);
      const { status, stdout, stderr } = await fastfaceTrainHere(['train', `--resume=${named}`]);
      expect(status, stderr).toBe(0);
      expect(stdout).toMatch(/going on at step 16; later checkpoints removed: 1\n/);
      expect(rates('cosine')).toEqual(before);
      const kept = readdirSync(join(at('cosine'), 'checkpoints')).sort();
      expect(kept).toEqual([...others, 'step-00000016', 'step-00000020']);
    }
  });

  test('one that does not look at the length goes on as it is', async () => {
    expect((await quick('constant', 4, '--scheduler=constant')).status).toBe(0);
    const { status, stdout } = await extend('constant', 6);
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /6 steps instead of 4: constant does not look at the length, and goes on as it is/,
    );
    expect(rates('constant').length).toBe(6);
  });

  test('fewer steps than before are refused', async () => {
    const { status, stderr } = await extend('constant', 5);
    expect(status).toBe(2);
    expect(stderr).toMatch(/--steps: the run was begun with 6; leave it out, or give more/);
  });
});

test('several sets are of different people, of whom some have one image', async () => {
  const sources = [`--data=${at('faces')}`, `--data=${at('lonely')}`];
  const args = ['train', ...quickly, ...sources, '--on-few-images=keep', `--out=${at('several')}`];
  const { status, stdout, stderr } = await fastfaceTrainHere(args);
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/^1 of 6 people have one image: /m);
  expect(stdout).toMatch(/faces \+ \S+lonely: 21 images of 6 people, 16×16/);
  const resumed = await fastfaceTrainHere([
    'train',
    `--resume=${at('several')}`,
    '--steps=3',
    sources[0]!,
    sources[1]!,
  ]);
  expect(resumed.status, resumed.stderr).toBe(0);
});

test('a corrupt image is skipped where asked for, and counted', async () => {
  const args = [
    'train',
    ...quickly,
    `--data=${at('broken')}`,
    '--steps=9',
    '--on-bad-image=skip',
    `--out=${at('skipping')}`,
    '--json',
  ];
  const { status, stderr, stdout } = await fastfaceTrainHere(args);
  expect(status, stderr).toBe(0);
  expect(stderr).toMatch(/skipped: .*broken\/p1\/2\.png: /);
  expect(JSON.parse(stdout)).toMatchObject({ outcome: { end: 'finished', step: 9 } });
});

test('trains, verifies and replays; --json is one object, and verify agrees with it', async () => {
  const verified = ['--verify-pairs=40', '--verify-every=8', '--verify-untrained', '--ema-decay=0.9'];
  const args = ['train', ...small, ...verified, `--out=${at('json')}`, '--json'];
  const { status, stdout, stderr } = await fastfaceTrainHere(args);
  expect(status, stderr).toBe(0);
  const result = JSON.parse(stdout);
  expect(result.verification.map(({ network }: { network: string }) => network)).toEqual([
    'raw pixels',
    'untrained network',
    'trained network',
    'averaged network',
  ]);
  expect(result.replay).toEqual({ changes: result.replay.changes, replayed: result.replay.changes });
  expect(result.replay.changes).toBeGreaterThan(0);
  const verify = async (network: string, ...more: string[]) => {
    const found = await fastfaceTrainHere([
      'verify',
      network,
      '--pairs=40',
      '--backend=wasm',
      '--json',
      ...more,
    ]);
    expect(found.status, found.stderr).toBe(0);
    return JSON.parse(found.stdout).results;
  };
  const [raw, network] = await verify(at('json'));
  expect(raw).toMatchObject({ ...result.verification[0], skipped: 0 });
  expect(network).toMatchObject({ ...result.verification[2], network: 'network' });

  const [, averaged] = await verify(at('json'), '--ema');
  expect(averaged).toMatchObject({ ...result.verification[3], network: 'network' });
  expect(averaged.xnorm).not.toBe(network.xnorm);
  const ofAverage = await openRecogniser(at('json'), { backend: null, ema: true });
  expect(ofAverage.threshold).toBe(averaged.threshold);
  ofAverage.dispose();

  // While it was trained, too: three lines, of which one is of the best.
  const lines = stderr.match(
    /^step (8|16|24): 40 pairs of .*, averaged network: accuracy \d+\.\d\d ± \d+\.\d\d %, VAL .*, XNorm \d+\.\d\d$/gm,
  );
  expect(lines?.length).toBe(3);
  const { accuracy, step } = result.outcome.best;
  expect(lines!.find((line) => line.startsWith(`step ${step}:`))).toContain(
    `accuracy ${(100 * accuracy).toFixed(2)} `,
  );
  expect((await verify(result.best, '--ema'))[1]).toMatchObject({ accuracy });
  // What decides is the threshold of its own verification, not that of the run's end.
  writeFileSync(join(at('json'), 'verification.json'), '[]');
  const [{ threshold }] = JSON.parse(readFileSync(join(result.best, 'verification.json'), 'utf8'));
  const recogniser = await openRecogniser(result.best, { backend: null });
  expect(recogniser.threshold).toBe(threshold);
  recogniser.dispose();
});
