import { describe, expect, test } from 'vitest';
import { firstDivergence } from '../src/firstDivergence.js';
import { inspectSegment } from '../src/inspect.js';
import type { Segment } from '../src/trace.js';

/** A run of 1,000 records, ten iterations apart. */
function run(rate: (step: number) => number) {
  const steps = Float64Array.from({ length: 1000 }, (_, i) => 10 * i + 10);
  const segment: Segment = {
    steps,
    losses: steps.map(() => 1),
    learningRates: steps.map(rate),
    plannedSteps: null,
    run: null,
  };
  return { segment, summary: inspectSegment(segment) };
}

const changes = (...steps: (readonly [step: number, from: number, to: number])[]) =>
  steps.map(([step, from, to]) => ({ step, from, to, decision: 'reduce' as const, reason: '' }));
const made = (initialLearningRate: number, ...steps: Parameters<typeof changes>) => ({
  initialLearningRate,
  changes: changes(...steps),
  changeCount: steps.length,
});
const halved = run((step) => (step <= 5000 ? 0.1 : 0.05));

describe('the first step at which rates differ', () => {
  test.each([
    ['the same change, seen a record later', halved, made(0.1, [4995, 0.1, 0.05]), null],
    ['the same change within two records', halved, made(0.1, [5019, 0.1, 0.05]), null],
    ['a change of the scheduler alone', halved, made(0.1, [3333, 0.1, 0.05]), 3333],
    ['a change of the run alone', halved, made(0.1, [8000, 0.1, 0.05]), 5010],
    ['no change of the scheduler', halved, made(0.1), 5010],
    ['a change by another factor', halved, made(0.1, [5000, 0.1, 0.01]), 5000],
    ['other rates from the start', halved, made(0.2, [5000, 0.2, 0.1]), 10],
    ['rates within the digits of a log', run(() => 0.000003), made(3.4e-6), null],
    ['schedules that start alike and drift apart', run((step) => 0.1 * (1 - step / 20_000)), made(0.1), 1820],
  ])('%s', (_, record, replay, expected) => {
    // The last: 0.1·(1 − s/20,000) is a tenth below 0.1, as a ratio, at s = 1,818.
    expect(firstDivergence(record, replay)).toBe(expected);
  });

  test('of schedules that change at every iteration is where they part, not where their changes look alike', () => {
    const falling = (step: number) => 0.1 * (1 - step / 10_001);
    const record = run(falling);
    const stairs = (rate: (step: number) => number) =>
      made(
        rate(1),
        ...Array.from(
          { length: 9999 },
          (_, i) => [i + 1, rate(i + 1), rate(i + 2)] as [number, number, number],
        ),
      );
    expect(firstDivergence(record, stairs(falling))).toBeNull();
    // As steep all along, and a quarter of the rate.
    expect(
      firstDivergence(
        record,
        stairs((step) => falling(step) / 4),
      ),
    ).toBe(10);
    // Of a replay that kept its first hundred changes the rest is not known, and not taken for a rate that stays.
    const { changes: all, ...others } = stairs(falling);
    expect(firstDivergence(record, { ...others, changes: all.slice(0, 100) })).toBeNull();
  });

  test('is unknown where the record shows no rate', () => {
    const { segment, summary } = halved;
    expect(firstDivergence({ segment: { ...segment, learningRates: null }, summary }, made(0.1))).toBeNull();
  });
});
