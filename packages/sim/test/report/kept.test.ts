import { fastfaceAuto } from '@fastface/core';
import { expect, test } from 'vitest';
import type { Comparison } from '../../src/comparison.js';
import { inspectSegment } from '../../src/inspect.js';
import { replay } from '../../src/replay.js';
import { summaryTable } from '../../src/report/tables.js';
import { trendOf } from '../../src/report/trend.js';

const losses = Float64Array.from(
  { length: 4000 },
  (_, t) => 2 + 30 * Math.exp(-t / 80) + Math.max(0, 2 - t / 1000) + 0.3 * Math.sin(t * t),
);
const iterations = { losses, firstStep: 0 };
const scheduler = fastfaceAuto({ learningRate: 0.1, totalSteps: losses.length });

test('of a replay that kept its first changes the table has all counted, and no last one', () => {
  const segment = {
    steps: Float64Array.from(losses, (_, t) => t),
    losses,
    learningRates: null,
    plannedSteps: null,
    run: null,
  };
  const comparison = { segment, iterations, recorded: [], summary: inspectSegment(segment) };
  const cells = (mostChanges: number) => {
    const made = replay(scheduler, {}, iterations, { mostChanges });
    const table = summaryTable({ ...comparison, replays: [made] } as unknown as Comparison);
    return [...table.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell);
  };
  const [count, first, last] = cells(Infinity);
  expect(last).toBe('3,999');
  expect(cells(100).slice(0, 3)).toEqual([count, first, '–']);
});

test('a trend is shown near what its threshold mostly is, not where both begin', () => {
  const { trends, thresholds, domain } = trendOf(replay(scheduler, {}, iterations))!;
  const [low, high] = domain;
  expect(Math.min(...thresholds)).toBeLessThan(20 * low);
  const late = thresholds.length >> 1;
  const usual = Math.max(...thresholds.slice(late).map(Math.abs));
  expect(high - low).toBeLessThan(20 * usual);
  for (const value of [...thresholds.slice(late), trends.at(-1)!]) {
    expect(value).toBeGreaterThanOrEqual(low);
    expect(value).toBeLessThanOrEqual(high);
  }
});
