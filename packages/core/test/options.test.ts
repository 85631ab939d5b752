import { describe, expect, test } from 'vitest';
import {
  ema,
  emaHaar,
  fastface,
  fastfacePublished,
  fastfaceRecurrence,
  floor,
  groups,
  haar,
  movingHaar,
  sequence,
  warmup,
} from '../src/index.js';

const family = [fastface, emaHaar, fastfaceRecurrence, fastfacePublished] as const;

describe('bad options are refused when the scheduler is made, with option, value and range', () => {
  test.each([
    [{ totalSteps: 10, alpha: 2 }, 'invalid alpha: 2 (expected 0 < alpha ≤ 1)'],
    [{ totalSteps: 10, alpha: Number.NaN }, 'invalid alpha: NaN'],
    [{ totalSteps: 10, beta: 0 }, 'invalid beta: 0'],
    [{ totalSteps: 10, learningRate: -1 }, 'invalid learningRate: -1'],
    [{ totalSteps: 10, learningRate: '0.1' }, 'invalid learningRate: "0.1"'],
    [{ totalSteps: 10, threshold: Infinity }, 'invalid threshold: Infinity'],
    [{ totalSteps: 10, factor: 1 }, 'invalid factor: 1 (expected 0 < factor < 1)'],
    [{ totalSteps: 10, maxReductions: 1.5 }, 'invalid maxReductions: 1.5'],
    [{ totalSteps: 0 }, 'invalid totalSteps: 0'],
    [{}, 'invalid totalSteps: undefined'],
    [{ patience: -1 }, 'invalid patience: -1'],
    [
      { patience: 3, patienceFraction: 0.1 },
      'invalid patienceFraction: 0.1 (expected nothing beside patience)',
    ],
    [{ totalSteps: 10, patienceFraction: 2 }, 'invalid patienceFraction: 2'],
    [{ totalSteps: 10, lambd: 1 }, 'invalid option: lambd'],
  ])('%o', (options, message) => {
    for (const make of family) {
      expect(() => make(options as never)).toThrow(RangeError);
      expect(() => make(options as never)).toThrow(message);
    }
  });

  test.each([
    [
      () => fastface({ totalSteps: 9, minLearningRate: 1 }),
      'invalid minLearningRate: 1 (expected at most 0.02',
    ],
    [() => fastface({ totalSteps: 9, haarWidth: 0 }), 'invalid haarWidth: 0'],
    [() => fastface({ totalSteps: 9, cooldown: -1 }), 'invalid cooldown: -1'],
    [() => fastfaceRecurrence({ totalSteps: 9, haarWidth: 2 } as never), 'invalid option: haarWidth'],
    [() => fastfacePublished({ totalSteps: 9, cooldown: 2 } as never), 'invalid option: cooldown'],
    [() => movingHaar({}), 'invalid window: NaN'],
    [() => movingHaar({ window: 1 }), 'invalid window: 1'],
    [() => movingHaar({ window: 4, restartFactor: 0.5 }), 'invalid restartFactor: 0.5'],
    [() => ema([1], 0), 'invalid alpha: 0'],
    [() => haar([1], 0), 'invalid halfWidth: 0'],
    [() => sequence([]), 'invalid stages: 0'],
    [
      () => sequence([{ scheduler: fastface({ patience: 1 }) }, { scheduler: fastface({ patience: 1 }) }]),
      'invalid steps: NaN',
    ],
    [() => warmup(fastface({ patience: 1 }), { steps: -1 }), 'invalid steps: -1'],
    [() => floor(fastface({ patience: 1 }), -1), 'invalid minLearningRate: -1'],
    [() => groups(fastface({ patience: 1 }), { head: -1 }), 'invalid multipliers.head: -1'],
    [
      () => groups(fastface({ patience: 1 }), {}),
      'invalid multipliers: "none" (expected at least one group)',
    ],
  ])('%s', (make, message) => expect(make).toThrow(message));

  test('the defaults are the published ones', () => {
    const spelt = {
      learningRate: 0.02,
      alpha: 0.001,
      beta: 0.001,
      threshold: 5e-5,
      patience: 8271,
      factor: 0.5,
      maxReductions: 8,
      minLearningRate: 0,
      haarWidth: 1,
      cooldown: 0,
    };
    const losses = Float64Array.from({ length: 100_000 }, (_, t) => 1 + 40 * Math.exp(-t / 9000));
    const rates = (scheduler: ReturnType<typeof fastface>) => {
      const all = new Float64Array(losses.length);
      scheduler.run(scheduler.init(), losses, all);
      return all;
    };
    expect(rates(fastface({ totalSteps: 165_435 }))).toEqual(rates(fastface(spelt)));
    expect(rates(fastface(spelt)).at(-1)).toBeLessThan(0.02);
  });
});

test('without a half-width the kernel is the decrease from one value to the next', () => {
  expect(haar([5, 4, 2])).toEqual([1, 2]);
});
