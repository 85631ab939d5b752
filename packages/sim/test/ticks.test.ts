import { describe, expect, test } from 'vitest';
import { logTicks, logValues } from '../src/report/ticks.js';

describe('ticks of a logarithmic axis', () => {
  test('all round numbers in a range', () => {
    expect(logValues(0.08, 3)).toEqual([0.08, 0.09, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 2, 3]);
    expect(logValues(2.5e-5, 4.5e-5)).toEqual([3e-5, 4e-5]);
    expect(logValues(1e-3, 1e-3)).toEqual([1e-3]);
  });

  test.each([
    [0.000009765625, 0.0036],
    [1e-300, 1e300],
    [0.19, 6.5],
    [7, 7.5],
  ])('at most seven from %d to %d, in order and within', (low, high) => {
    const ticks = logTicks(logValues(low, high), 7);
    expect(ticks.length).toBeLessThanOrEqual(7);
    expect([...ticks].sort((a, b) => a - b)).toEqual(ticks);
    expect(ticks.every((tick) => tick >= low && tick <= high)).toBe(true);
  });
});
