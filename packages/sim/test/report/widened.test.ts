import { ticks } from 'd3-array';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { widened } from '../../src/report/ticks.js';

test.each([
  [[-1.1e-309, 2.2e-311]],
  [[0, 5e-324]],
  [[1e154, 1e154]],
  [[1e154, 1e154 * (1 + 2 ** -52)]],
  [[-1e308, 1e308]],
  [[3, 3]],
] as const)('an axis over %j has a few ticks', (domain) => {
  const [low, high] = widened(domain, false);
  const found = ticks(low, high, 5);
  expect(found.length).toBeGreaterThan(1);
  expect(found.length).toBeLessThan(20);
});

test('an axis over any two numbers has a few ticks', () => {
  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  fc.assert(
    fc.property(number, number, (a, b) => {
      const [low, high] = widened([a, b], false);
      const found = ticks(low, high, 5);
      expect(found.length).toBeGreaterThan(0);
      expect(found.length).toBeLessThan(20);
      expect(new Set(found).size).toBe(found.length);
    }),
    { numRuns: 2000 },
  );
});

test('what is wide enough stays as it is, reversed or not', () => {
  expect(widened([1, 2], false)).toEqual([1, 2]);
  expect(widened([4.5, 0.5], false)).toEqual([4.5, 0.5]);
  expect(widened([1e-9, 1], true)).toEqual([1e-9, 1]);
  expect(widened([2, 2], true)).toEqual([1, 4]);
});
