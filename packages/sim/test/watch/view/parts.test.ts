import { expect, test } from 'vitest';
import { duration } from '../../../src/watch/view/duration.js';
import { Pace } from '../../../src/watch/view/pace.js';

test('durations have two places at most', () => {
  const told = [0, 45, 99.4, 100, 3599, 6000, 12_000, 172_799, 200_000, 864_000].map(duration);
  expect(told).toEqual([
    '0 s',
    '45 s',
    '99 s',
    '2 min',
    '60 min',
    '1 h 40 min',
    '3 h 20 min',
    '2 d',
    '2 d 8 h',
    '10 d',
  ]);
});

test('the pace is that of the last minute, and unknown before a second has passed', () => {
  const pace = new Pace();
  pace.beat(0, 100);
  expect(pace.speed).toBeNull();
  pace.beat(500, 101);
  expect(pace.speed).toBeNull();
  for (let second = 1; second <= 100; second++) pace.beat(1000 * second, 100 + 2 * second);
  expect(pace.speed).toBeCloseTo(2);
  for (let second = 101; second <= 200; second++) pace.beat(1000 * second, 300 + 10 * (second - 100));
  expect(pace.speed).toBeCloseTo(10);
  pace.clear();
  expect(pace.speed).toBeNull();
});
