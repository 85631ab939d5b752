import { describe, expect, test } from 'vitest';
import { iterationsOf } from '../src/iterations.js';
import type { Segment } from '../src/trace.js';

const segment = (steps: number[], losses = steps): Segment => ({
  steps: Float64Array.from(steps),
  losses: Float64Array.from(losses),
  learningRates: null,
  plannedSteps: null,
  run: null,
});
const spread = (steps: number[]) => {
  const { losses, firstStep } = iterationsOf(segment(steps));
  return { firstStep, losses: [...losses] };
};

describe('a record stands for the iterations up to its step', () => {
  test.each([
    ['every iteration, from 1', [1, 2, 3], 1, [1, 2, 3]],
    ['every iteration, from 0', [0, 1, 2], 0, [0, 1, 2]],
    ['by 2, the first for all up to its step', [4, 6, 8], 1, [4, 4, 4, 4, 6, 6, 8, 8]],
    ['k − 1, 2k − 1, …: counted from 0', [1, 3, 5], 0, [1, 1, 3, 3, 5, 5]],
    ['0, k, 2k', [0, 2, 4], 0, [0, 2, 2, 4, 4]],
    ['a gap is filled by the record after it', [1, 2, 5, 6], 1, [1, 2, 5, 5, 5, 6]],
    [
      'a resumed run begins one stride before its first record',
      [1000, 1002, 1004],
      999,
      [1000, 1000, 1002, 1002, 1004, 1004],
    ],
    ['one record', [1], 1, [1]],
  ])('%s', (_, steps, firstStep, losses) => expect(spread(steps)).toEqual({ firstStep, losses }));
});

test('what cannot be spread says why', () => {
  expect(() => iterationsOf(segment([]))).toThrow('no records');
  expect(() => iterationsOf(segment([1, 1e15]))).toThrow('are they sample counts or times?');
  expect(() => iterationsOf(segment([0.5, 1.5]))).toThrow('whole numbers');
});
