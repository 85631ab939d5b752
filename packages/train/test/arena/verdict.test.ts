import { expect, test } from 'vitest';
import type { ArenaRow } from '../../src/arena/results.js';
import { verdict } from '../../src/arena/verdict.js';

function row(
  contestant: string,
  fixed: boolean,
  seed: number,
  metric: number | null,
  place: Partial<ArenaRow> = {},
): ArenaRow {
  const { multiplier = 1, budget = 1, task = 'one' } = place;
  return {
    id: `${contestant} ${seed} ${multiplier} ${budget} ${task}`,
    task,
    contestant,
    fixed,
    scheduler: contestant,
    options: {},
    multiplier,
    learningRate: multiplier,
    budget,
    steps: 1000 * budget,
    warmupSteps: 0,
    seed,
    modules: '',
    metric,
    untrained: 10,
    trainingLoss: 1,
    updates: 1000 * budget,
    changes: 0,
    changeSteps: [],
    finalLearningRate: 0,
    seconds: 1,
  };
}

const of = (result: ReturnType<typeof verdict>, name: string) =>
  result.standings.find(({ contestant }) => contestant === name)!;

test('regret is against the best fixed schedule of the same place, by the mean over seeds', () => {
  const rows = [
    row('linear', true, 1, 1),
    row('linear', true, 2, 3),
    row('cosine', true, 1, 2.5),
    row('cosine', true, 2, 2.5),
    row('mine', false, 1, 2),
    row('mine', false, 2, 2.2),
  ];
  const result = verdict(rows, { about: 'mine' });
  expect(of(result, 'linear').meanRegret.value).toBeCloseTo(0, 12);
  expect(of(result, 'cosine').meanRegret.value).toBeCloseTo(0.25, 12);
  expect(of(result, 'mine').meanRegret.value).toBeCloseTo(0.05, 12);
  expect(of(result, 'mine').difference).toBeNull();
  // With seed 1 alone mine is twice as bad as linear, with seed 2 alone better: a tie.
  expect(of(result, 'linear').tie).toBe(true);
});

test('a difference that every draw of seeds shows is no tie', () => {
  const rows = [1, 2, 3].flatMap((seed) => [
    row('linear', true, seed, 2 + seed / 10),
    row('mine', false, seed, 1 + seed / 10),
  ]);
  const linear = of(verdict(rows, { about: 'mine' }), 'linear');
  expect(linear.tie).toBe(false);
  expect(linear.difference!.low).toBeGreaterThan(0);
});

test('what ends worse than it began, or not finite, counts as untrained', () => {
  const rows = [row('linear', true, 1, 5), row('blown', false, 1, null), row('worse', false, 1, 1e40)];
  const result = verdict(rows);
  expect(of(result, 'blown').meanRegret.value).toBeCloseTo(1, 12);
  expect(of(result, 'worse').meanRegret.value).toBeCloseTo(1, 12);
});

test('swept over rates, and the width in octaves', () => {
  const metrics: Record<string, readonly number[]> = { linear: [4, 2, 3], mine: [2.02, 2, 2.03] };
  const rows = [0.5, 1, 2].flatMap((multiplier, i) => [
    row('linear', true, 1, metrics.linear![i]!, { multiplier }),
    row('mine', false, 1, metrics.mine![i]!, { multiplier }),
  ]);
  const result = verdict(rows);
  expect(of(result, 'mine').sweptRegret.value).toBeCloseTo(0, 12);
  expect(of(result, 'mine').meanRegret.value).toBeLessThan(0);
  // Within 2 % from half the rate to the double, and nothing else is.
  expect(of(result, 'mine').width.value).toBeCloseTo(2, 12);
  expect(of(result, 'linear').width.value).toBeLessThan(0.1);
});

test('time to target is where the metric over the budget meets the reference less one point', () => {
  const rows = [
    row('linear', true, 1, 4, { budget: 0.25 }),
    row('linear', true, 1, 2, { budget: 1 }),
    row('quick', false, 1, 2.05, { budget: 0.25 }),
    row('quick', false, 1, 1, { budget: 1 }),
    row('slow', false, 1, 8, { budget: 0.25 }),
    row('slow', false, 1, 7, { budget: 1 }),
  ];
  // Target: 2 + 1 % of the way from 10 to 2 = 2.08.
  const result = verdict(rows);
  expect(of(result, 'quick').timeToTarget!.value).toBeCloseTo(0.25, 12);
  expect(of(result, 'slow').timeToTarget!.value).toBe(2);
  expect(of(result, 'linear').timeToTarget!.value).toBeCloseTo(0.25 ** (0.08 / 2), 12);
});

test('places and seeds that not all have are left out', () => {
  const rows = [
    row('linear', true, 1, 1),
    row('linear', true, 2, 1),
    row('mine', false, 1, 1),
    row('linear', true, 1, 1, { task: 'two' }),
  ];
  expect(verdict(rows)).toMatchObject({ places: 1, seeds: 1 });
  expect(() => verdict([row('linear', true, 1, 1), row('mine', false, 2, 1)])).toThrow(
    'no task, rate and budget',
  );
});
