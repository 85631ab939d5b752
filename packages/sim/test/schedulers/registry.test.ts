import { learningRates, restore, type Scheduler } from '@fastface/core';
import { anyLosses, checkLaws } from '@fastface/core/testing';
import { describe, expect, test } from 'vitest';
import { chooseSchedulers } from '../../src/schedulers/chooseSchedulers.js';
import { schedulers } from '../../src/schedulers/findScheduler.js';
import { peers } from '../../src/schedulers/registry.js';
import { losses } from './vectors/losses.js';

const context = { learningRate: 0.1, totalSteps: 1000 };
const values = losses('spiky', 7, 1000);

test('every peer is there, under its name', () => {
  expect(peers.map(({ name }) => name)).toEqual([
    'constant',
    'step',
    'multi-step',
    'polynomial',
    'exponential',
    'cosine',
    'one-cycle',
    'warmup-stable-decay',
    'pytorch-reduce-on-plateau',
    'optax-reduce-on-plateau',
    'keras-reduce-on-plateau',
    'dlib-slope',
    'greedy-lr',
  ]);
});

describe.each(peers)('$name', ({ name, make, options }) => {
  test('is the scheduler of that name', () => {
    expect(make({}, context).name).toBe(name);
    expect(make({}, context).init().scheduler).toBe(name);
  });

  test('has the defaults that it lists', () => {
    const listed = Object.fromEntries(options.map((o) => [o.name, o.default]));
    expect(learningRates(make(listed, context), values)).toEqual(learningRates(make({}, context), values));
  });

  test('takes the options that it lists and no other', () => {
    for (const { name: option } of options) {
      expect(() => make({ [option]: 'nonsense' }, context), option).toThrow(RangeError);
      expect(() => make({ [option]: Number.NaN }, context), option).toThrow(
        `invalid ${option}: NaN (expected `,
      );
    }
    expect(() => make({ nonsense: 1 }, context)).toThrow(
      `invalid option: nonsense (${name} has learningRate`,
    );
  });

  test('takes learningRate from the context unless given', () => {
    const ratio = (a: Scheduler, b: Scheduler) => a.init().learningRate / b.init().learningRate;
    const warm = { warmupSteps: 0 };
    const given = name === 'warmup-stable-decay' ? warm : {};
    expect(ratio(make({ ...given, learningRate: 0.2 }, context), make(given, context))).toBeCloseTo(2, 12);
  });

  test('continues from a checkpoint that core accepts', () => {
    const scheduler = make({}, context);
    let state = scheduler.init();
    for (const loss of values.slice(0, 300)) state = scheduler.step(state, loss);
    const restored = restore(scheduler, JSON.parse(JSON.stringify(state)));
    expect(scheduler.step(restored, 1)).toEqual(scheduler.step(state, 1));
  });

  test('refuses checkpoints that no run can have left', () => {
    const losses = anyLosses({ minLength: 60, maxLength: 120 });
    const scheduler = make({}, { learningRate: 0.1, totalSteps: 100 });
    const report = checkLaws(scheduler, { losses, runs: 10 }).find(({ law }) => law === 'restores')!;
    expect(scheduler.fields).toBeDefined();
    expect(report.counterexample).toBeNull();
  });
});

test.each([
  ['step', { stepSize: 0 }, 'invalid stepSize: 0 (expected an integer, stepSize ≥ 1)'],
  ['step', { factor: 1 }, 'invalid factor: 1 (expected 0 < factor < 1)'],
  ['step', { factor: '0.5' }, 'invalid factor: "0.5" (expected 0 < factor < 1)'],
  ['multi-step', { milestones: [5, 0] }, 'invalid milestones: 0 (expected an integer, milestones ≥ 1)'],
  ['multi-step', { milestones: '5,9' }, 'invalid milestones: "5,9" (expected a list of iterations)'],
  ['cosine', { T_mult: 2 }, 'invalid T_mult: 2 (expected nothing without T_0)'],
  ['cosine', { minLearningRate: 1 }, 'invalid minLearningRate: 1 (expected at most 0.1, the learningRate)'],
  ['one-cycle', { warmupFraction: 1.5 }, 'invalid warmupFraction: 1.5 (expected 0 ≤ warmupFraction ≤ 1)'],
  ['one-cycle', { anneal: 'cosine' }, 'invalid anneal: "cosine" (expected cos or linear)'],
  ['warmup-stable-decay', { warmupSteps: 950 }, 'invalid decaySteps: 100 (expected at most 50, '],
  ['pytorch-reduce-on-plateau', { mode: 'auto' }, 'invalid mode: "auto" (expected min or max)'],
  ['pytorch-reduce-on-plateau', { patience: -1 }, 'invalid patience: -1 (expected an integer, patience ≥ 0)'],
  ['pytorch-reduce-on-plateau', { every: 0.5 }, 'invalid every: 0.5 (expected an integer, every ≥ 1)'],
  ['optax-reduce-on-plateau', { rtol: 0 }, 'invalid atol: 0 (expected atol > 0 or rtol > 0)'],
  ['optax-reduce-on-plateau', { patience: 0 }, 'invalid patience: 0 (expected an integer, patience ≥ 1)'],
  ['greedy-lr', { smooth: 'yes' }, 'invalid smooth: "yes" (expected true or false)'],
  ['dlib-slope', { learningRate: 0 }, 'invalid learningRate: 0 (expected a finite number, learningRate > 0)'],
])('%s with %o: %s', (name, options, message) => {
  const { make } = peers.find((peer) => peer.name === name)!;
  expect(() => make(options, context)).toThrow(RangeError);
  expect(() => make(options, context)).toThrow(message);
});

test.each(schedulers)(
  '$name: a state of another length is refused, unless the length makes no difference',
  ({ name }) => {
    const of = (totalSteps: number) =>
      chooseSchedulers([name], [], { learningRate: 0.1, totalSteps })[0]!.scheduler;
    const after = (scheduler: Scheduler, count: number) => {
      let state = scheduler.init();
      for (let i = 0; i < count; i++) state = scheduler.step(state, 2 + Math.exp(-i / 10));
      return state;
    };
    const [planned, longer] = [of(10_000), of(20_000)];
    const state = after(planned, 30);
    let accepted = true;
    try {
      restore(longer, JSON.parse(JSON.stringify(state)));
    } catch {
      accepted = false;
    }
    if (accepted) expect(after(planned, 9000).learningRate).toBe(after(longer, 9000).learningRate);
  },
);
