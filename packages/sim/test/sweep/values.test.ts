import { describe, expect, test } from 'vitest';
import { axisOf, gridValues } from '../../src/sweep/values/gridValues.js';
import { parseValues } from '../../src/sweep/values/parseValues.js';
import { randomValue, uniform } from '../../src/sweep/values/randomValue.js';

describe('values of an option', () => {
  test.each([
    ['0.1,0.2,5e-1', [0.1, 0.2, 0.5]],
    ['1', [1]],
    ['min,max', ['min', 'max']],
    ['true,false', [true, false]],
    ['[1,2],[3]', [[1, 2], [3]]],
    ['1,1,2', [1, 2]],
    ['0..1:5', [0, 0.25, 0.5, 0.75, 1]],
    ['0.1..0.4:4', [0.1, 0.2, 0.3, 0.4]],
    ['1..-1:3', [1, 0, -1]],
    ['1e-4..1e-2:3:log', [1e-4, 1e-3, 1e-2]],
    ['1..1000:4:log:int', [1, 10, 100, 1000]],
    ['0..3:7:int', [0, 1, 2, 3]],
    ['1...5:2', [1, 0.5]],
  ])('%s', (text, expected) => {
    expect(gridValues(parseValues(text))).toEqual(expected);
  });

  test.each([
    ['1..2:3:lug', 'expected from..to:count'],
    ['1..2..3', 'expected from..to:count'],
    ['1..2:1', 'expected a count of 2 to 100000'],
    ['1..2:1000000', 'expected a count of 2 to 100000'],
    ['0..2:3:log', 'expected positive ends'],
    ['0.5..2:3:int', 'expected whole ends'],
    ['1..1e999:3', 'expected finite numbers'],
    ['1,,2', 'expected values with commas'],
    ['null', 'expected values with commas'],
    ['{}', 'expected values with commas'],
  ])('%s is refused', (text, message) => {
    expect(() => parseValues(text)).toThrow(message);
  });

  test('a grid needs a count', () => {
    expect(() => gridValues(parseValues('1..2'))).toThrow('--random');
  });
});

describe('random values', () => {
  const draw = (text: string, n = 2000, seed = 3) =>
    Array.from(
      { length: n },
      (_, i) => randomValue(axisOf('alpha', parseValues(text), true), seed, i) as number,
    );
  const share = (values: readonly number[], where: (value: number) => boolean) =>
    values.filter(where).length / values.length;

  test('spread evenly over a range', () => {
    const values = draw('2..6');
    expect(values.every((value) => value >= 2 && value <= 6)).toBe(true);
    for (const below of [3, 4, 5]) expect(share(values, (v) => v < below)).toBeCloseTo((below - 2) / 4, 1);
  });

  test('spread evenly over the logarithm', () => {
    const values = draw('1e-4..1:log');
    for (const e of [-3, -2, -1]) expect(share(values, (v) => v < 10 ** e)).toBeCloseTo((e + 4) / 4, 1);
  });

  test('whole numbers, both ends included and as likely as the others', () => {
    const values = draw('1..4:int');
    for (const n of [1, 2, 3, 4]) expect(share(values, (v) => v === n)).toBeCloseTo(0.25, 1);
    expect(new Set(values).size).toBe(4);
    expect(draw('1..1000:log:int').every(Number.isInteger)).toBe(true);
  });

  test('choose from a list, or from the points of a range with a count', () => {
    expect(new Set(draw('1,5,9'))).toEqual(new Set([1, 5, 9]));
    expect(new Set(draw('0..1:3'))).toEqual(new Set([0, 0.5, 1]));
  });

  test('depend on the seed, the index and the option alone', () => {
    expect(draw('0..1', 5)).toEqual(draw('0..1', 9).slice(0, 5));
    expect(draw('0..1', 5)).not.toEqual(draw('0..1', 5, 4));
    expect(uniform(1, 2, 'alpha')).not.toBe(uniform(1, 2, 'beta'));
    // (int.from_bytes(sha256(b'1/2/alpha').digest()[:8]) >> 11) / 2**53 in Python.
    expect(uniform(1, 2, 'alpha')).toBe(0.42094791120382746);
  });
});
