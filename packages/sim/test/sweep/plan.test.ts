import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { batches } from '../../src/sweep/batches.js';
import { planSweep, rowAt, type SweepTrace } from '../../src/sweep/plan.js';
import { shardRange } from '../../src/sweep/shard.js';
import { configurationAt } from '../../src/sweep/variation.js';
import { parseVary, variationsOf } from '../../src/sweep/variationsOf.js';

const trace = (file: string, loss = 1): SweepTrace => ({
  file,
  segmentNumber: 1,
  segment: {
    steps: Float64Array.of(1, 2, 3),
    losses: Float64Array.of(3, 2, loss),
    learningRates: null,
    plannedSteps: null,
    run: null,
  },
  recorded: null,
  context: { learningRate: 0.1, totalSteps: 3 },
});
const plan = ({
  schedulers = ['fastface'],
  vary = [] as string[],
  traces = [trace('a')],
  random = null as null | number,
} = {}) =>
  planSweep(
    traces,
    variationsOf(schedulers, vary.map(parseVary), [], random === null ? null : { count: random, seed: 1 }),
    '0',
  );

describe('the plan of a sweep', () => {
  test('a grid has every combination once, the last option changing fastest', () => {
    const { parts, rows } = plan({ vary: ['alpha=0.1,0.2', 'beta=0.3,0.4,0.5'] });
    const all = Array.from({ length: rows }, (_, i) => configurationAt(parts[0]!.variation, i));
    expect(all.map(({ alpha, beta }) => [alpha, beta])).toEqual([
      [0.1, 0.3],
      [0.1, 0.4],
      [0.1, 0.5],
      [0.2, 0.3],
      [0.2, 0.4],
      [0.2, 0.5],
    ]);
  });

  test('goes run by run, scheduler by scheduler; each scheduler has the options that are its own', () => {
    const { parts, rows, options } = plan({
      schedulers: ['fastface', 'moving-haar', 'constant'],
      vary: ['alpha=0.1,0.2', 'threshold=1,2,3', 'moving-haar:window=4,5'],
      traces: [trace('a'), trace('b')],
    });
    expect(options).toEqual(['alpha', 'threshold', 'window']);
    expect(
      parts.map(({ trace, variation, start, count }) => [trace.file, variation.entry.name, start, count]),
    ).toEqual([
      ['a', 'fastface', 0, 6],
      ['a', 'moving-haar', 6, 6],
      ['a', 'constant', 12, 1],
      ['b', 'fastface', 13, 6],
      ['b', 'moving-haar', 19, 6],
      ['b', 'constant', 25, 1],
    ]);
    expect(rows).toBe(26);
  });

  test.each([
    [['alpha=1', 'fastface:alpha=2'], 'alpha of fastface is given twice'],
    [['alpha'], 'expected option=values'],
    [['nothing=1'], 'unknown option: nothing (fastface has learningRate'],
    [['moving-haar:window=1'], 'unknown option: moving-haar:window'],
    [['alpha=0.1..0.2'], 'needs a count'],
    [['alpha=0..1:100000', 'beta=0..1:100000', 'threshold=0..1:100000', 'factor=0..1:100000'], 'too many'],
  ])('%j is refused', (vary, message) => {
    expect(() => plan({ vary })).toThrow(message);
  });

  test('an unknown scheduler is refused', () => {
    expect(() => plan({ schedulers: ['adam'] })).toThrow('unknown scheduler: adam (expected fastface, ');
  });

  test('another loss, option, seed or version is another sweep', () => {
    const ids = [
      plan({ vary: ['alpha=0.1,0.2'] }),
      plan({ vary: ['alpha=0.1,0.3'] }),
      plan({ vary: ['beta=0.1,0.2'] }),
      plan({ vary: ['alpha=0.1,0.2'], random: 2 }),
      plan({ vary: ['alpha=0.1,0.2'], traces: [trace('a', 2)] }),
      plan({ vary: ['alpha=0.1,0.2'], traces: [trace('b')] }),
    ].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(plan({ vary: ['alpha=0.1,0.2'] }).id).toBe(ids[0]);
  });

  test('shards are neighbours, differ by one row at most, and are the whole together', () => {
    fc.assert(
      fc.property(fc.nat({ max: 2 ** 40 }), fc.integer({ min: 1, max: 50 }), (rows, of) => {
        const shards = Array.from({ length: of }, (_, i) => shardRange(rows, { index: i + 1, of }));
        const sizes = shards.map(({ from, to }) => to - from);
        expect(shards[0]!.from).toBe(0);
        expect(shards.at(-1)!.to).toBe(rows);
        for (let i = 1; i < of; i++) expect(shards[i]!.from).toBe(shards[i - 1]!.to);
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
      }),
      { seed: 1 },
    );
  });

  test('batches cover a range once, in order, each within one part', () => {
    const whole = plan({ vary: ['alpha=0.1,0.2,0.3', 'beta=0.1,0.2'], traces: [trace('a'), trace('b')] });
    fc.assert(
      fc.property(fc.nat({ max: 12 }), fc.nat({ max: 12 }), fc.integer({ min: 1, max: 7 }), (a, b, size) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        let next = from;
        for (const batch of batches(whole, from, to, () => size)) {
          expect(batch.from).toBe(next);
          expect(batch.to - batch.from).toBeLessThanOrEqual(size);
          expect(rowAt(whole, batch.from).part).toBe(batch.part);
          expect(rowAt(whole, batch.to - 1).part).toBe(batch.part);
          next = batch.to;
        }
        expect(next).toBe(Math.max(from, to));
      }),
      { seed: 1 },
    );
  });
});
