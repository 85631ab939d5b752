import { appendFileSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFile } from '@fastface/sim';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { useBackend } from '../../src/backend/useBackend.js';
import { loadCheckpoint } from '../../src/checkpoint/loadCheckpoint.js';
import type { RunConfig } from '../../src/loop/runConfig.js';
import type { TrainingParts } from '../../src/loop/setUp.js';
import { eventsFile, traceFile } from '../../src/trace/runTrace.js';
import {
  type RunResult,
  type RunSettings,
  runIn,
  scratchFolder,
  smallConfig,
  smallFaces,
  traceOf,
} from './smallRun.js';

beforeAll(async () => {
  await useBackend('wasm');
  await smallFaces();
});

const records = (folder: string) =>
  traceOf(folder)
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, number | string>);

describe('a run', () => {
  test('learns, changes its rate where the trace says, and keeps no tensor', async () => {
    const folder = scratchFolder();
    const tensors = tf.memory().numTensors;
    // Whatever the loss does is a plateau: every third one reduces.
    const config = { set: ['patience=2', 'alpha=0.5', 'beta=0.5', 'threshold=1e6'] };
    const { outcome, updates, changes } = await runIn(folder, { config });
    expect(tf.memory().numTensors).toBe(tensors);
    expect(outcome).toMatchObject({ end: 'finished', step: 12, badLosses: 0 });
    expect(updates.map(({ step }) => step)).toEqual([...Array(12).keys()]);
    expect(updates.at(-1)!.loss).toBeLessThan(updates[0]!.loss!);
    expect(changes.map(({ to }) => to)).toEqual([0.05, 0.025, 0.0125, 0.00625]); // the end of the warm-up, reductions

    const [header, ...lines] = records(folder);
    expect(header).toEqual({ note: 'test', total_steps: 12 });
    expect(lines.map(({ step }) => step)).toEqual([...Array(12).keys()]);
    expect(lines.map(({ loss }) => loss)).toEqual(updates.map(({ loss }) => loss));
    for (const { step, to } of changes) expect(lines[step + 1]?.learning_rate ?? to).toBe(to);
    expect(lines[0]!.learning_rate).toBe(smallConfig.learningRate / 2);
    expect(lines[2]!.epoch).toBe(0);
    expect(lines[4]!.epoch).toBe(1);
  });

  test('leaves a trace and an event file that fastface reads', async () => {
    const folder = scratchFolder();
    const { updates } = await runIn(folder);
    for (const name of [traceFile, eventsFile]) {
      const result = await readFile(join(folder, name));
      if (!result.ok) throw new Error(result.problem.message);
      const { segments, notes, lossName } = result.value;
      expect(segments.length).toBe(1);
      expect(notes).toEqual([]);
      expect(lossName).toBe('loss');
      expect([...segments[0]!.steps]).toEqual(updates.map(({ step }) => step));
      const exact = name === traceFile;
      const round = (value: number) => (exact ? value : Math.fround(value));
      expect([...segments[0]!.losses]).toEqual(updates.map(({ loss }) => round(loss!)));
      expect([...segments[0]!.learningRates!]).toEqual(updates.map((u) => round(u.learningRate)));
      if (exact) expect(segments[0]!.plannedSteps).toBe(12);
    }
  });

  test('keeps the last two checkpoints', async () => {
    const folder = scratchFolder();
    await runIn(folder, { checkpointEvery: 5 });
    expect(readdirSync(join(folder, 'checkpoints')).sort()).toEqual(['step-00000010', 'step-00000012']);
  });
});

describe('verified each four updates', () => {
  const accuracies: Record<number, number> = { 4: 0.6, 8: 0.8, 12: 0.7 };
  const run = async (folder: string, settings: RunSettings = {}) => {
    const verified: number[] = [];
    const verify = (step: number) => {
      verified.push(step);
      return accuracies[step]!;
    };
    const { outcome, checkpoint } = await runIn(folder, { ...settings, verifyEvery: 4, verify });
    return {
      best: outcome.best,
      verified,
      checkpoint,
      kept: readdirSync(join(folder, 'checkpoints')).sort(),
    };
  };
  const best = { step: 8, accuracy: 0.8 };
  const kept = ['best-00000008', 'step-00000008', 'step-00000012'];

  test('the best checkpoint is kept beside the last two, and says how it verified', async () => {
    const folder = scratchFolder();
    expect(await run(folder)).toMatchObject({ best, verified: [4, 8, 12], kept });
    expect(
      JSON.parse(readFileSync(join(folder, 'checkpoints', kept[0]!, 'verification.json'), 'utf8')),
    ).toEqual([best]);
    expect((await loadCheckpoint(join(folder, 'checkpoints', kept[0]!))).state).toMatchObject({
      step: 8,
      best,
    });
  });

  test('interrupted, and gone on, it is known which one is the best', async () => {
    const folder = scratchFolder();
    const { checkpoint, verified } = await run(folder, { stopAfter: 9 });
    expect(verified).toEqual([4, 8]);
    expect(await run(folder, { resume: checkpoint })).toMatchObject({
      best,
      verified: [12],
      kept: [kept[0], 'step-00000009', kept[2]],
    });
  });
});

describe.each([0, 2])(
  'interrupted with a loss lag of %i (2: AdamW, three batches an update, an average)',
  (lossLag) => {
    const config: Partial<RunConfig> =
      lossLag === 0
        ? { lossLag, sampleRate: 0.7 }
        : {
            lossLag,
            sampleRate: 0.7,
            batchSize: 5,
            accumulate: 3,
            optimizer: 'adamw',
            learningRate: 1e-3,
            emaDecay: 0.7,
          };
    const whole = scratchFolder();
    let expected: RunResult;
    beforeAll(async () => {
      expected = await runIn(whole, { config });
    });

    test.each([1, 4, 7])('after %i updates, and gone on, it is the uninterrupted run', async (stopAfter) => {
      const folder = scratchFolder();
      const before = await runIn(folder, { config, stopAfter });
      expect(before.outcome).toMatchObject({ end: 'interrupted', step: stopAfter });
      expect(before.updates.length).toBe(Math.max(0, stopAfter - lossLag));
      const after = await runIn(folder, { config, resume: before.checkpoint });
      expect(after.outcome).toMatchObject({ end: 'finished', step: 12 });
      expect(traceOf(folder)).toBe(traceOf(whole));
      for (const [name, { data }] of expected.backbone)
        expect(after.backbone.get(name)!.data, name).toEqual(data);
      expect(after.average).toEqual(expected.average);
      // It begins at 0, where nothing is averaged it stays.
      if (after.average)
        expect(after.average.get('features.bias')!.data.every((value) => value !== 0)).toBe(true);
      expect(after.average === undefined).toBe(config.emaDecay === undefined);
    });
  },
);

test('other classes that are too near do not count', async () => {
  const loss = async (interclassFilter: number) =>
    (await runIn(scratchFolder(), { config: { interclassFilter }, stopAfter: 1 })).updates[0]!.loss!;
  // Cosines at the start are small: of those above 0, half of the classes, the logits are 0.
  expect(await loss(1e-6)).toBeLessThan(await loss(0));
  expect(await loss(1)).toBe(await loss(0));
});

test('a trace that ran on after the checkpoint is cut back to it', async () => {
  const [whole, parts] = [scratchFolder(), scratchFolder()];
  await runIn(whole);
  // The checkpoint of step 4 is older than the trace, as it is when a process is killed.
  await runIn(parts, { stopAfter: 7 });
  appendFileSync(join(parts, traceFile), '{"step":7,"epo');
  await runIn(parts, { resume: join(parts, 'checkpoints/step-00000004') });
  expect(traceOf(parts)).toBe(traceOf(whole));
});

describe('losses that are not finite', () => {
  test('change nothing, are counted and logged, and end the run', async () => {
    const folder = scratchFolder();
    // The first update makes the weights so large that every loss after it is NaN.
    const config = { learningRate: 1e25, warmup: 0, scheduler: 'constant', set: [] };
    const { outcome, bad, checkpoint, updates } = await runIn(folder, { config, maxBadLosses: 3 });
    expect(outcome).toMatchObject({ end: 'diverged', badLosses: 3, learningRate: 1e25 });
    expect(bad.map(({ total }) => total)).toEqual([1, 2, 3]);
    expect(updates.at(-1)!.loss).toBe(null);
    expect(checkpoint).toBe(join(folder, 'checkpoints/step-00000000'));
    expect(records(folder).at(-1)).toMatchObject({
      step: outcome.step - 1,
      loss: 'NaN',
      learning_rate: 1e25,
    });
  });

  test('once in a while do not', async () => {
    const folder = scratchFolder();
    // A head that is NaN for steps 5 and 6.
    let kept: tf.Tensor | undefined;
    const onStep = ({ head }: TrainingParts, step: number) => {
      const { variable } = head.parameters[0]!;
      if (step === 5) {
        kept = variable.clone();
        variable.assign(tf.fill(variable.shape, Number.NaN));
      } else if (step === 7) variable.assign(kept!);
    };
    const { bad, outcome, updates } = await runIn(folder, { onStep, maxBadLosses: 3 });
    expect(bad).toEqual([
      { step: 5, total: 1 },
      { step: 6, total: 2 },
    ]);
    expect(outcome).toMatchObject({ end: 'finished', badLosses: 2 });
    expect(updates.filter(({ loss }) => loss === null).map(({ step }) => step)).toEqual([5, 6]);
    const skipped = records(folder).filter(({ decision }) => decision === 'skip');
    expect(skipped.map(({ step, loss }) => [step, loss])).toEqual([
      [5, 'NaN'],
      [6, 'NaN'],
    ]);
    kept?.dispose();
  });
});

test('a checkpoint without an average is not gone on with by a run that keeps one', async () => {
  const folder = scratchFolder();
  const { checkpoint } = await runIn(folder, { stopAfter: 1 });
  await expect(runIn(folder, { config: { emaDecay: 0.9 }, resume: checkpoint })).rejects.toThrow(
    /step-00000001: weights lack/,
  );
});

test('a batch of another run is not taken for a checkpoint of this one', async () => {
  const folder = scratchFolder();
  const { checkpoint } = await runIn(folder, { config: { embeddingSize: 12 }, stopAfter: 2 });
  await expect(runIn(folder, { resume: checkpoint })).rejects.toThrow(
    /checkpoints\/step-00000002: weights: .* is \[12.*\(expected \[8.*it is of another network/,
  );
});
