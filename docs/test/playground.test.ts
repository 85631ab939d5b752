import { emaHaar, type FastFaceOptions, movingHaar } from '@fastface/core';
import { fastfaceOptions, noisyLosses, withUnusable } from '@fastface/core/testing';
import { findScheduler, replay, schedulers } from '@fastface/sim';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { naiveReplay } from '../playground/naive.js';
import { withFactor } from '../playground/otherFactor.js';
import { positionOf, positions, sliders, valueAt } from '../playground/sliders.js';
import { isOffered, readState, writeState } from '../playground/state.js';
import { wantedBy } from '../playground/wanted.js';
import { Workbench } from '../playground/workbench.js';

const made = Float64Array.from(
  { length: 1500 },
  (_, t) => 2 + Math.max(0, 4 - t / 150) + 0.3 * Math.sin(t * t),
);

describe('the naive line of the playground', () => {
  const whole = { from: -Infinity, to: Infinity, samples: 40 };
  const definition = (
    options: Required<Omit<FastFaceOptions, 'totalSteps' | 'patienceFraction'>>,
    losses: Float64Array,
  ) => {
    const iterations = { losses, firstStep: 5 };
    const real = replay(emaHaar(options), { ...options }, iterations, { samples: 40 });
    return [naiveReplay(options, { ...options }, iterations, whole), real] as const;
  };
  const options = {
    ...{
      learningRate: 0.1,
      alpha: 0.02,
      beta: 0.02,
      threshold: 3e-3,
      patience: 60,
      factor: 0.5,
      maxReductions: 3,
    },
    ...{ minLearningRate: 0.02, haarWidth: 1, cooldown: 0 },
  };

  test.each([
    {},
    { haarWidth: 7 },
    { cooldown: 100, minLearningRate: 0.03 },
    { patience: 0, alpha: 1, beta: 1, factor: 0.9 },
    { threshold: 0.5 },
  ])('is emaHaar bit for bit: %j', (other) => {
    const losses = made.slice();
    [losses[0], losses[300], losses[301]] = [Number.NaN, Number.POSITIVE_INFINITY, Number.NaN];
    const [naive, real] = definition({ ...options, ...other }, losses);
    expect(real.changes.length).toBeGreaterThan(1);
    expect(naive).toEqual(real);
  });

  test('is emaHaar bit for bit, whatever the losses', () => {
    let decided = 0;
    const kinds = fc.record({ losses: withUnusable(noisyLosses()), options: fastfaceOptions() });
    fc.assert(
      fc.property(kinds, ({ losses, options: drawn }) => {
        const usable = Float64Array.from(losses, (loss) => loss ?? Number.NaN);
        const { totalSteps: _, patienceFraction: __, ...given } = { ...options, ...drawn };
        const [naive, real] = definition(given, usable);
        if (real.changes.length > 0) decided++;
        expect(naive).toEqual(real);
      }),
      { numRuns: 60 },
    );
    expect(decided).toBeGreaterThan(5);
  });
});

test.each([0.2, 0.5, 0.9])('Moving Haar with the factor %d, from a replay with another', (factor) => {
  const iterations = { losses: made, firstStep: 0 };
  const run = (options: {
    factor: number;
    restartFactor: number;
    learningRate: number;
    totalSteps: number;
  }) => replay(movingHaar(options), options, iterations, { samples: 50 });
  const options = { learningRate: 0.1, totalSteps: 1500, restartFactor: 4 };
  const known = run({ ...options, factor: 0.37 });
  expect(known.changes.some(({ decision }) => decision === 'restart')).toBe(true);
  expect(withFactor(known, factor)).toEqual(run({ ...options, factor }));
});

describe('a slider', () => {
  test.each(sliders.map((slider) => [slider.name, slider] as const))(
    '%s: its values are where it says',
    (_, slider) => {
      expect(valueAt(slider, 0)).toBe(slider.low);
      expect(valueAt(slider, positions)).toBe(slider.high);
      for (let position = 0; position <= positions; position += 50) {
        const value = valueAt(slider, position);
        expect(valueAt(slider, positionOf(slider, value))).toBe(value);
      }
      expect(positionOf(slider, -1)).toBe(0);
      expect(positionOf(slider, 1e9)).toBe(positions);
    },
  );
});

describe('the address', () => {
  test('brings back what was written', () => {
    const state = {
      ...{ trace: null, file: 'a,b & "c".log', schedulers: ['fastface', 'multi-step'] },
      values: { alpha: 1e-5, haarWidth: 3 },
      set: {
        'multi-step': { milestones: [1, 2] },
        fastface: { patience: 30 },
        'greedy-lr': { thresholdMode: 'rel' },
      },
      ...{ reading: { loss: 'train loss', segment: '2' }, shown: [100, 250] as const },
    };
    expect(readState(writeState(state))).toEqual(state);
  });

  test('leaves out what makes no sense', () => {
    const odd =
      '#trace=x&scheduler=moving-haar-naive,toString&alpha=-&beta=Infinity&set=fastface:no=1&from=5&to=5';
    const { values, set, shown, schedulers } = readState(odd);
    expect([values, set, shown]).toEqual([{}, {}, null]);
    expect(schedulers).toEqual(readState('').schedulers);
  });
});

describe('the worker', () => {
  const log = `step,lr,loss\n${Array.from(made, (loss, step) => `${step},0.1,${loss}`).join('\n')}`;
  const read = async (bench: Workbench, text: string) =>
    bench.read({ kind: 'read', source: new File([text], 'x.csv'), options: {}, segment: undefined });

  test('an option of an address that is no number is one line of the scheduler that has it', async () => {
    const bench = new Workbench(async () => '', false);
    await read(bench, log);
    let refused = 0;
    for (const { name, options } of schedulers.filter((entry) => isOffered(entry.name))) {
      for (const option of options) {
        for (const value of ['{"toString":"x"}', '[{"toString":"x"}]', '{}', 'null', 'true', 'x', '[[]]']) {
          const { set } = readState(`#set=${encodeURIComponent(`${name}:${option.name}=${value}`)}`);
          const wanted = wantedBy({ ...readState(''), schedulers: [name], set });
          const [outcome] = bench.replay({ kind: 'replay', wanted, from: 0, to: 1499, samples: 10 }).outcomes;
          if (outcome === undefined || !('problem' in outcome)) continue;
          refused++;
          expect(outcome.problem).toMatch(new RegExp(`^${name}: [^\n]+$`));
          expect(outcome.problem).not.toMatch(/Cannot|TypeError|is not a function/);
        }
      }
    }
    expect(refused).toBeGreaterThan(300);
  });

  test('reads a log and replays it as the library does, also the same again with another factor', async () => {
    const bench = new Workbench(async () => '', false);
    const { base, context, start } = await read(bench, log);
    expect(start).toMatchObject({ patienceFraction: 0.05, factor: 0.5 });
    for (const factor of [0.5, 0.25]) {
      const wanted = ['fastface', 'moving-haar', 'dlib-slope'].map((name) => ({ name, given: { factor } }));
      const { outcomes } = bench.replay({ kind: 'replay', wanted, from: 0, to: 1499, samples: 1000 });
      outcomes.forEach((outcome, i) => {
        const scheduler = findScheduler(wanted[i]!.name)!.make({ factor }, context!);
        const { changes } = replay(scheduler, {}, base!.iterations);
        expect('replay' in outcome && outcome.replay.changes).toEqual(changes);
      });
    }
  });

  test('says what is wrong with a log or with a value, and keeps the run', async () => {
    const bench = new Workbench(async () => '', false);
    expect((await read(bench, '')).problem).toBe(
      'x.csv: the file is empty; use the log of a run that has started',
    );
    expect((await read(bench, 'step,loss\n0.5,1\n0.7,1\n')).problem ?? '').toMatch(/^x\.csv: |^$/);
    await read(bench, log);
    const wanted = [{ name: 'fastface', given: { alpha: 9 } }];
    const { outcomes } = bench.replay({ kind: 'replay', wanted, from: 0, to: 9, samples: 10 });
    expect(outcomes).toEqual([
      { name: 'fastface', problem: 'fastface: invalid alpha: 9 (expected 0 < alpha ≤ 1)' },
    ]);
  });
});
