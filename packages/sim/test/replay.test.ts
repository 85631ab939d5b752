import { changes, fastface, learningRates } from '@fastface/core';
import { describe, expect, test } from 'vitest';
import { replay } from '../src/replay.js';
import { findScheduler } from '../src/schedulers/findScheduler.js';

const losses = Float64Array.from(
  { length: 5000 },
  (_, t) => 3 + Math.max(0, 3 - t / 300) + 0.1 * Math.sin(t * t),
);
const scheduler = fastface({ learningRate: 0.1, totalSteps: 5000, alpha: 0.02, beta: 0.02, threshold: 1e-3 });
const iterations = { losses, firstStep: 11 };
const rates = learningRates(scheduler, losses);

describe('a replay', () => {
  test.each([1, 7, 1000, 4999, 5000, 20_000])(
    'has the changes of the scheduler itself, with %i samples',
    (samples) => {
      const made = replay(scheduler, {}, iterations, { samples });
      const real = changes(scheduler, losses);
      expect(real.length).toBeGreaterThan(3);
      expect(made.changes.map(({ step, to }) => [step - 11, to])).toEqual(
        real.map(({ iteration, to }) => [iteration, to]),
      );
      expect(made.samples.at(-1)!.step).toBe(5010);
    },
  );

  test.each([
    [500, 700, 1000],
    [0, 20, 5],
    [4900, 9000, 10],
    [11, 11, 3],
    [2222.5, 3333.5, 100],
  ])('samples of steps %d to %d, %i of them, are the rates there', (from, to, samples) => {
    const made = replay(scheduler, {}, iterations, { from, to, samples });
    const steps = made.samples.map(({ step }) => step);
    expect(steps.length).toBeGreaterThan(0);
    expect(steps.length).toBeLessThanOrEqual(samples + 1);
    expect(steps[0]).toBeGreaterThanOrEqual(Math.floor(from));
    expect(steps.at(-1)).toBe(Math.min(Math.ceil(to), 5010));
    expect(made.samples.map(({ learningRate }) => learningRate)).toEqual(
      steps.map((step) => rates[step - 11]),
    );
    expect(made.changes).toEqual(replay(scheduler, {}, iterations).changes);
  });

  test('keeps the first changes of very many, and counts all', () => {
    const cosine = findScheduler('cosine')!.make({}, { learningRate: 0.1, totalSteps: 5000 });
    const all = replay(cosine, {}, iterations);
    const few = replay(cosine, {}, iterations, { mostChanges: 20 });
    expect(all.changeCount).toBe(all.changes.length);
    expect(all.changeCount).toBeGreaterThan(4000);
    expect(few.changes).toEqual(all.changes.slice(0, 20));
    expect(few.changeCount).toBe(all.changeCount);
    expect(few.samples).toEqual(all.samples);
  });
});
