import { expect, test } from 'vitest';
import { Random } from '../src/random.js';

const first = (...keys: (string | number)[]) => {
  const random = new Random(...keys);
  return Array.from({ length: 4 }, () => random.bits());
};

test('a stream is named by its keys', () => {
  expect(first(3407, 'noise', 1)).toEqual(first(3407, 'noise', 1));
  // Keys that are easily taken for each other: numbers and their text, halves of a split word, order, high bits, sign.
  const streams = [[1], ['1'], [1, 0], ['a', 'b'], ['ab'], ['b', 'a'], [2 ** 32 + 1], [-1], [0], [], ['']];
  expect(new Set(streams.map((keys) => JSON.stringify(first(...keys)))).size).toBe(streams.length);
});

test('streams do not depend on what Math.random gives', () => {
  const original = Math.random;
  Math.random = () => {
    throw new Error('Math.random was called');
  };
  try {
    expect(first(7, 'x')).toEqual(first(7, 'x'));
  } finally {
    Math.random = original;
  }
});

test('uniform, normal and whole numbers have their moments', () => {
  const random = new Random('moments');
  const n = 20_000;
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / n;
  const sample = (draw: () => number) => Array.from({ length: n }, draw);
  const square = (values: number[]) => mean(values.map((value) => value * value));
  const uniform = sample(() => random.next());
  expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...uniform)).toBeLessThan(1);
  expect(mean(uniform)).toBeCloseTo(0.5, 1);
  expect(square(uniform)).toBeCloseTo(1 / 3, 1);
  const normal = sample(() => random.normal());
  expect(Math.abs(mean(normal))).toBeLessThan(0.04);
  expect(Math.abs(square(normal) - 1)).toBeLessThan(0.06);
  const counts = [0, 0, 0];
  for (const value of sample(() => random.below(3))) counts[value]!++;
  for (const count of counts) expect(Math.abs(count / n - 1 / 3)).toBeLessThan(0.02);
});

test('the first streams of consecutive keys are not alike', () => {
  const draws = Array.from({ length: 4000 }, (_, key) => new Random(key).next());
  const mean = draws.reduce((sum, value) => sum + value, 0) / draws.length;
  const lag = draws.slice(1).reduce((sum, value, i) => sum + (value - mean) * (draws[i]! - mean), 0);
  const variance = draws.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  expect(Math.abs(lag / variance)).toBeLessThan(0.07);
});

test('a shuffle is a permutation, and every element goes everywhere', () => {
  const places = new Set<number>();
  for (let seed = 0; seed < 100; seed++) {
    const shuffled = new Random(seed, 'shuffle').shuffle([0, 1, 2, 3, 4]);
    expect(shuffled.toSorted()).toEqual([0, 1, 2, 3, 4]);
    places.add(shuffled.indexOf(0));
  }
  expect(places.size).toBe(5);
});

test('a key that is no whole number is refused', () => {
  expect(() => new Random(0.5)).toThrow(RangeError);
  expect(() => new Random(Number.NaN)).toThrow('invalid key: NaN (expected a whole number)');
});
