import { learningRates } from '@fastface/core';
import { describe, expect, test } from 'vitest';
import { peers } from '../../src/schedulers/registry.js';
import { losses } from './vectors/losses.js';
import { type RunCase, readVectors, type ScheduleCase } from './vectors/readVectors.js';

const make = (name: string, options: Record<string, unknown>) => {
  const found = peers.find((peer) => peer.name === name);
  if (!found) throw new Error(`no peer called ${name}`);
  return found.make(options, { learningRate: 1, totalSteps: 1000 });
};

/** The originals themselves ran: vectors/make.py, with the versions in each file. */
describe.each([
  ['pytorch-reduce-on-plateau', 'pytorch-plateau'],
  ['optax-reduce-on-plateau', 'optax'],
  ['keras-reduce-on-plateau', 'keras'],
  ['greedy-lr', 'greedy'],
  ['dlib-slope', 'dlib'],
])('%s changes the rate when and to what the original does, bit for bit:', (name, file) => {
  const { original, cases } = readVectors<RunCase>(file);

  test.each(cases)(
    `${original} $options on $losses`,
    ({ options, losses: [kind, seed, length], ...made }) => {
      const scheduler = make(name, options);
      const values = losses(kind, seed, length);
      expect(scheduler.init().learningRate).toBe(made.first);
      const rates = learningRates(scheduler, values);
      const before = [made.first, ...rates];
      const at = values.flatMap((_, t) => (rates[t] === before[t] ? [] : [t]));
      expect(at).toEqual(made.at);
      expect(at.map((t) => rates[t])).toEqual(made.rates);
    },
  );

  test('the vectors reach a decision', () => {
    expect(cases.filter(({ at }) => at.length > 0).length).toBeGreaterThan(cases.length / 2);
  });
});

/** cos and pow differ in the last bits between languages, and PyTorch multiplies the rate along: 1e-12 of the first rate. */
describe.each(['pytorch-schedules', 'warmup-stable-decay'])('%s', (file) => {
  const { original, cases } = readVectors<ScheduleCase>(file);

  test.each(cases)(`$name ${original} $options`, ({ name, options, rates }) => {
    const scheduler = make(name, options);
    const all = [
      scheduler.init().learningRate,
      ...learningRates(scheduler, new Float64Array(rates.length - 1)),
    ];
    all.forEach((rate, t) => {
      const error = Math.abs(rate - rates[t]!) / Number(options.learningRate);
      expect(error, `update ${t}: ${rate}, not ${rates[t]}`).toBeLessThan(1e-12);
    });
  });
});
