import { expect, test } from 'vitest';
import { stationarity } from '../src/stationarity.js';

/** White noise that is the same everywhere. */
const noise = (i: number) => (Math.abs(Math.sin(i * 12.9898) * 43758.5453) % 1) - 0.5;
const losses = (count: number, level: (i: number) => number) =>
  Float64Array.from({ length: count }, (_, i) => level(i) + 0.1 * noise(i));

/** Falls to 2,000, stands to 6,000, falls to 8,000, stands to the end. */
const staircase = losses(10_000, (i) => {
  const fallen = Math.min(i, 2000) + Math.max(0, Math.min(i, 8000) - 6000);
  return 9 - fallen / 500;
});

test('finds the stretches in which the loss stands still, to within a fifth of the patience', () => {
  const { patience, stretches, share } = stationarity({ losses: staircase, firstStep: 50 }, [])!;
  expect(patience).toBe(500);
  expect(stretches.length).toBe(2);
  const wanted = [
    [2050, 6050],
    [8050, 10_049],
  ];
  stretches.forEach(({ from, to }, i) => {
    expect(Math.abs(from - wanted[i]![0]!)).toBeLessThan(500);
    expect(Math.abs(to - wanted[i]![1]!)).toBeLessThan(200);
  });
  const lengths = stretches.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  expect(share).toBeCloseTo(lengths / 10_000, 12);
});

test('counts as unanswered what goes beyond the patience, anew where the run lowers its rate', () => {
  const still = { losses: staircase, firstStep: 0 };
  const { stretches, unanswered } = stationarity(still, [])!;
  const lengths = stretches.map(({ from, to }) => to - from + 1);
  expect(stretches.map((stretch) => stretch.unanswered)).toEqual(lengths.map((length) => length - 500));
  expect(unanswered).toBeCloseTo(lengths.reduce((sum, length) => sum + length - 500, 0) / 10_000, 12);
  // Halved within the first stretch: the patience begins anew. A rise, or a hundredth less, is nothing done.
  const change = (step: number, from: number, to: number) => ({ step, from, to });
  const cut = stationarity(still, [change(4000, 0.1, 0.05)])!;
  expect(cut.stretches.map(({ from, to }) => [from, to])).toEqual(
    stretches.map(({ from, to }) => [from, to]),
  );
  expect(cut.stretches[0]!.unanswered).toBe(lengths[0]! - 2 * 500);
  expect(stationarity(still, [change(4000, 0.1, 0.2)])!.unanswered).toBe(unanswered);
  expect(stationarity(still, [change(4000, 0.1, 0.099)])!.unanswered).toBe(unanswered);
  // Little by little, until it is a fifth less.
  const slowly = Array.from({ length: 30 }, (_, i) =>
    change(3000 + 10 * i, 0.1 - 0.001 * i, 0.1 - 0.001 * (i + 1)),
  );
  expect(stationarity(still, slowly)!.stretches[0]!.unanswered).toBe(lengths[0]! - 2 * 500);
});

test('of a falling loss there are none, and a run too short is not judged', () => {
  const falling = stationarity({ losses: losses(10_000, (i) => 20 - i / 500), firstStep: 0 }, [])!;
  expect(falling).toMatchObject({ stretches: [], share: 0, unanswered: 0 });
  expect(stationarity({ losses: losses(900, () => 1), firstStep: 0 }, [])).toBeNull();
  expect(stationarity({ losses: losses(900, () => 1), firstStep: 0 }, [], 1000)?.patience).toBe(50);
});

test('losses that are not finite neither end a stretch nor begin one', () => {
  const holes = staircase.map((loss, i) => (i % 97 === 0 || (i > 3000 && i < 3100) ? Number.NaN : loss));
  const { stretches } = stationarity({ losses: holes, firstStep: 0 }, [])!;
  expect(stretches.length).toBe(2);
});
