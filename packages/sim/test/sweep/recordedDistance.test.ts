import { describe, expect, test } from 'vitest';
import { recordedDistance, recordedSteps } from '../../src/sweep/recordedDistance.js';

const outcome = (reductionSteps: number[], restartSteps: number[] = []) => ({
  reductions: reductionSteps.length,
  reductionSteps,
  lastReduction: reductionSteps.at(-1) ?? null,
  restarts: restartSteps.length,
  restartSteps,
  finalLearningRate: 1,
  stationaryShare: null,
});

describe('distance to the recorded changes', () => {
  test.each([
    ['the same changes', [[10, 20], []], [[10, 20], []], 0],
    ['no changes on either side', [[], []], [[], []], 0],
    ['one change, 5 later', [[10], []], [[15], []], 5],
    ['a change that the run did not make', [[10], []], [[10, 40], []], 30 / 3],
    ['a change that the run made and the scheduler did not', [[10, 40], []], [[10], []], 30 / 3],
    ['no change where the run made two: its whole length', [[10, 20], []], [[], []], 100],
    ['the other direction does not count', [[10], []], [[], [10]], 100],
    ['both directions', [[10], [50]], [[12], [54]], (2 + 2 + 4 + 4) / 4],
  ] as const)('%s', (_, [reductions, restarts], [made, raised], expected) => {
    expect(recordedDistance({ reductions, restarts }, outcome([...made], [...raised]), 100)).toBe(expected);
  });

  test('is unknown without recorded rates or with more changes than are listed', () => {
    expect(recordedDistance(null, outcome([1]), 100)).toBeNull();
    expect(
      recordedDistance({ reductions: [1], restarts: [] }, { ...outcome([1]), reductions: 2 }, 100),
    ).toBeNull();
  });

  test('tells falls of the recorded rate from rises', () => {
    const changes = [
      { step: 3, from: 1, to: 0.5 },
      { step: 5, from: 0.5, to: 2 },
    ];
    expect(recordedSteps(changes)).toEqual({ reductions: [3], restarts: [5] });
    expect(recordedSteps(null)).toBeNull();
  });
});
