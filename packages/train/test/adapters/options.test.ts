import {
  forBrain,
  forConvnet,
  forJsPytorch,
  forOptax,
  forSynaptic,
  forTfjsFit,
  forTfjsOptimizer,
  lossDrivenRate,
  setLearningRate,
} from '@fastface/core/adapters';
import { describe, expect, test } from 'vitest';

// biome-ignore lint/suspicious/noExplicitAny: what a caller without types may give
type Any = any;
const tf = { Callback: class {} };
const optimizer = { learningRate: 0.1, minimize: () => null };
const trainer = { learning_rate: 0.1, method: 'sgd', batch_size: 1, k: 0, train: () => ({ cost_loss: 1 }) };
const length = { totalSteps: 100 };
const both = { learningRate: 0.1, ...length };

const adapters: Record<string, (options: Any) => unknown> = {
  lossDrivenRate,
  forOptax,
  forSynaptic,
  forBrain: (options) => forBrain({ trainOpts: {} }, { learningRate: 0.1, ...options }),
  forConvnet: (options) => forConvnet({ ...trainer }, options),
  forJsPytorch: (options) => forJsPytorch({ lr: 0.1 }, options),
  forTfjsFit: (options) => forTfjsFit(tf, options),
  forTfjsOptimizer: (options) => forTfjsOptimizer(optimizer, options),
};

describe.each(Object.entries(adapters))('%s', (name, make) => {
  test('takes the options that it has', () => expect(make({ ...both, onChange: () => {} })).toBeTruthy());

  test.each([
    [{ ...both, onchange: () => {} }, `invalid option: onchange (${name} has learningRate, totalSteps, `],
    [{ ...both, onChange: 'log' }, 'invalid onChange: "log" (expected a function)'],
    [{ ...both, scheduler: 'cosine' }, 'invalid scheduler: "cosine" (expected a scheduler'],
    [{ ...both, scheduler: {} }, 'invalid scheduler: an object (expected a scheduler'],
  ])('%o', (options, message) => {
    expect(() => make(options)).toThrow(RangeError);
    expect(() => make(options)).toThrow(message);
  });

  test('no options at all', () => {
    if (name === 'forTfjsFit') expect(make(undefined)).toBeTruthy();
    else if (!/Brain/.test(name))
      expect(() => make(undefined)).toThrow('invalid options: undefined (expected an object)');
    expect(() => make(null)).toThrow(RangeError);
  });
});

test('a loss that is none', () => {
  const { step } = lossDrivenRate(both);
  for (const loss of [undefined, '3.5', Promise.resolve(3.5), [3.5]] as Any[]) {
    expect(() => step(loss)).toThrow(/invalid loss: .* \(expected a number, or null for a skipped update\)/);
  }
  expect([step(3.5), step(null), step(Number.NaN)]).toEqual([0.1, 0.1, 0.1]);
});

test.each<[string, () => unknown, string]>([
  ['forTfjsFit()', () => (forTfjsFit as Any)(), 'invalid tf: undefined (expected @tensorflow/tfjs'],
  ['forTfjsFit({})', () => forTfjsFit({} as Any), 'invalid tf: an object'],
  ['forTfjsOptimizer()', () => (forTfjsOptimizer as Any)(undefined, length), 'invalid optimizer: undefined'],
  ['without minimize', () => forTfjsOptimizer({ learningRate: 1 } as Any, length), 'which has minimize'],
  ['forBrain()', () => forBrain(undefined as Any, both), 'invalid network: undefined'],
  ['forConvnet({})', () => forConvnet({} as Any, length), 'invalid trainer: an object'],
  ['forJsPytorch({})', () => forJsPytorch({} as Any, length), 'invalid optimizer: an object'],
  ['setLearningRate(null)', () => setLearningRate(null as Any, 0.1), 'invalid optimizer: null'],
  ['interval', () => forTfjsFit(tf, { interval: 0 }), 'invalid interval: 0'],
])('%s', (_, make, message) => {
  expect(make).toThrow(RangeError);
  expect(make).toThrow(message);
});
