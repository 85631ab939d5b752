import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changes,
  type FastFaceStepsOptions,
  type FastFaceStepsState,
  fastface,
  fastfaceSteps,
  type Loss,
  learningRates,
  restore,
  trendDeviation,
} from '../src/index.js';
import { anyLosses, assertLaws, normal, uniform, withUnusable } from '../src/testing/index.js';

const options: fc.Arbitrary<FastFaceStepsOptions> = fc.record({
  learningRate: fc.constantFrom(1, 0.02),
  patience: fc.integer({ min: 0, max: 25 }),
  noiseMultiple: fc.constantFrom(0.5, 0.1, 3),
  noiseRatio: fc.constantFrom(0.25, 0.05, 2),
  factor: fc.constantFrom(0.5, 0.1),
  maxReductions: fc.integer({ min: 0, max: 6 }),
  cooldown: fc.constantFrom(0, 0, 3),
});
/** Largest and smallest doubles among ordinary ones. */
const huge = fc.array(
  fc.oneof(
    fc.constantFrom<Loss>(1e308, -1e308, 1.7e308, 1e290, 1e200, 5e-324, -5e-324, 0, -0, null),
    fc.double({ min: -1, max: 1, noNaN: true }),
  ),
  { maxLength: 80 },
);

/** A straight fall of `perPatience` σ per patience that ends at `share` of the run, with white noise σ. */
function run(
  steps: number,
  { perPatience = 2, share = 1, sigma = 1, seed = 1, patience = Math.floor(steps / 20) } = {},
) {
  const next = normal(seed);
  const end = Math.floor(share * steps);
  return Float64Array.from(
    { length: steps },
    (_, t) => sigma * ((perPatience * Math.max(0, end - t)) / patience + next()),
  );
}

const first = (losses: Float64Array, given: FastFaceStepsOptions = { totalSteps: losses.length }) => {
  const at = learningRates(fastfaceSteps(given), losses).findIndex((rate) => rate < 0.02);
  return at < 0 ? null : at;
};

const stateAfter = (given: FastFaceStepsOptions, losses: Float64Array): FastFaceStepsState => {
  const scheduler = fastfaceSteps(given);
  return scheduler.run(scheduler.init(), losses, new Float64Array(losses.length));
};

describe('fastface-steps keeps the laws', () => {
  test('with losses of every shape', () =>
    assertLaws(options.map(fastfaceSteps), {
      runs: 150,
      losses: fc.oneof(anyLosses({ maxLength: 300 }), withUnusable(anyLosses({ maxLength: 300 }))),
    }));

  test('with the largest and the smallest doubles', () =>
    assertLaws(options.map(fastfaceSteps), { runs: 300, losses: huge }));

  test('most of the runs tried reduce the rate', () => {
    let reduced = 0;
    fc.assert(
      fc.property(options, anyLosses({ minLength: 150, maxLength: 300 }), (given, losses) => {
        reduced += changes(fastfaceSteps({ ...given, maxReductions: 6 }), losses).length > 0 ? 1 : 0;
      }),
      { numRuns: 200, seed: 5 },
    );
    expect(reduced).toBeGreaterThan(80);
  });

  test('a checkpoint is restored and goes on bit for bit', () => {
    const losses = run(2000, { share: 0.3 });
    const scheduler = fastfaceSteps({ totalSteps: 2000 });
    const rest = new Float64Array(1100);
    const half = scheduler.run(scheduler.init(), losses.subarray(0, 900), new Float64Array(900));
    const saved = restore(scheduler, JSON.parse(JSON.stringify(half)));
    const end = scheduler.run(saved, losses.subarray(900), rest);
    expect(end).toEqual(stateAfter({ totalSteps: 2000 }, losses));
    expect(end.reductions).toBeGreaterThan(0);
  });
});

describe('fastface-steps has no unit', () => {
  test('L → k·L + c decides alike, exactly, for powers of two k and dyadic c', () => {
    let decided = 0;
    fc.assert(
      fc.property(
        options,
        fc.array(fc.integer({ min: 0, max: 2 ** 20 }), { minLength: 20, maxLength: 400 }),
        fc.integer({ min: -60, max: 60 }),
        fc.integer({ min: -(2 ** 20), max: 2 ** 20 }),
        (given, integers, exponent, offset) => {
          const k = 2 ** exponent;
          const moved = integers.map((loss) => k * (loss + offset));
          const expected = [...learningRates(fastfaceSteps(given), integers)];
          expect([...learningRates(fastfaceSteps(given), moved)]).toEqual(expected);
          decided += expected.at(-1)! < expected[0]! ? 1 : 0;
        },
      ),
      { numRuns: 300, seed: 6 },
    );
    expect(decided).toBeGreaterThan(100);
  });

  test('decisions come at like fractions of runs ten times as long', () => {
    const firstShare = (steps: number) => {
      const shares = [1, 2, 3, 4, 5, 6, 7].map(
        (seed) => first(run(steps, { share: 0.4, seed, perPatience: 4 }))! / steps,
      );
      return shares.sort((a, b) => a - b)[3]!;
    };
    expect(Math.abs(firstShare(20_000) - firstShare(200_000))).toBeLessThan(0.02);
  });
});

describe('the derivation', () => {
  test.each([
    [0.05, 0.05],
    [0.02, 0.1],
    [0.3, 0.01],
    [1, 0.2],
  ])('trendDeviation(%f, %f) is that of fastface on white noise, within three per cent', (alpha, beta) => {
    const scheduler = fastface({ patience: 1e9, alpha, beta });
    const next = normal(11);
    let state = scheduler.init();
    let sum = 0;
    const count = 400_000;
    for (let t = 0; t < count + 2000; t++) {
      state = scheduler.step(state, next());
      if (t >= 2000) sum += state.trend! ** 2;
    }
    expect(Math.abs(Math.sqrt(sum / count) / trendDeviation(alpha, beta) - 1)).toBeLessThan(0.03);
  });

  test('alpha = beta ≪ 1: ½·alpha^1.5', () => {
    expect(trendDeviation(1e-4) / (0.5 * 1e-6)).toBeCloseTo(1, 3);
  });

  test.each([0.8, 0.9, 1])('published run, noise %f: alpha and threshold are near', (sigma) => {
    const { noise, threshold, trend } = stateAfter({ totalSteps: 165_435 }, run(80_000, { sigma }));
    expect(Math.abs(noise! / sigma - 1)).toBeLessThan(0.2);
    // The line is proportional to the noise: what it is at exactly this sigma.
    expect(Math.abs((threshold! * sigma) / noise! / 5e-5 - 1)).toBeLessThan(0.4);
    expect(trend).not.toBeNull();
  });

  test('published run: alpha, read off the response to a spike, is within 15 % of 0.001', () => {
    // From S = 0, E = 0 a loss of 1 gives S = −alpha².
    const losses = new Float64Array(20_001);
    losses[20_000] = 1;
    const { trend } = stateAfter({ totalSteps: 165_435 }, losses);
    expect(Math.abs(Math.sqrt(-trend!) / 0.001 - 1)).toBeLessThan(0.15);
  });

  test('the noise is the per-iteration deviation, also of losses that are means of 10 held for 10', () => {
    const next = normal(3);
    let held = 0;
    const losses = Float64Array.from({ length: 60_000 }, (_, t) => {
      if (t % 10 === 0) held = next() / Math.sqrt(10);
      return held - t / 1000;
    });
    const { noise } = stateAfter({ totalSteps: 60_000 }, losses);
    expect(noise).toBeGreaterThan(0.75);
    expect(noise).toBeLessThan(1.35);
  });
});

describe('plateaus and falls', () => {
  test.each([1000, 10_000, 50_000])('%i iterations, falling by 4κσ per patience: no reduction', (steps) => {
    const falls = [1, 2, 3, 4, 5].map((seed) => first(run(steps, { seed })));
    expect(falls).toEqual([null, null, null, null, null]);
  });

  test.each([1000, 10_000, 50_000])('%i iterations: a plateau is found within 4 patiences', (steps) => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const at = first(run(steps, { seed, share: 0.4 }))!;
      expect(at).toBeGreaterThanOrEqual(0.4 * steps);
      expect(at).toBeLessThan(0.6 * steps);
    }
  });

  test.each([1e-3, 1, 1e3])(
    'a fall of %f per iteration without noise, then a constant: 2 patiences',
    (slope) => {
      const losses = Float64Array.from({ length: 4000 }, (_, t) => slope * Math.max(0, 1000 - t) + 1);
      const at = first(losses)!;
      expect(at).toBeGreaterThanOrEqual(1000);
      expect(at).toBeLessThan(1400);
    },
  );

  test('a constant loss is a plateau from the start', () => {
    expect(first(new Float64Array(1000).fill(0.3))).toBeLessThan(150);
  });

  test('a steep fall delays the finding of a plateau no more than a gentle one', () => {
    const steep = first(run(10_000, { perPatience: 2e4, share: 0.4 }))!;
    expect(steep).toBeGreaterThanOrEqual(4000);
    expect(steep).toBeLessThan(4000 + 1.6 * 500);
  });

  test('spikes of 100 σ open the line by less than their own deviation', () => {
    const losses = run(20_000);
    const next = uniform(9);
    const spiky = losses.map((loss) => loss + (next() < 0.002 ? 100 : 0));
    const plain = stateAfter({ totalSteps: 20_000 }, losses).noise!;
    // Their own standard deviation is 4.5.
    expect(stateAfter({ totalSteps: 20_000 }, spiky).noise! / plain).toBeLessThan(3.5);
  });

  test('a drop at every epoch boundary does not open the line', () => {
    const losses = run(20_000).map((loss, t) => loss - 5 * Math.floor(t / 4000));
    const plain = stateAfter({ totalSteps: 20_000 }, run(20_000)).noise!;
    expect(stateAfter({ totalSteps: 20_000 }, losses).noise! / plain).toBeLessThan(1.3);
  });

  test('after a reduction the estimate follows a smaller noise within a patience', () => {
    const next = normal(4);
    const scheduler = fastfaceSteps({ totalSteps: 40_000 });
    const rates = new Float64Array(1);
    let state = scheduler.init();
    let after = 0;
    while (after < 2000) {
      const sigma = state.reductions === 0 ? 1 : 0.25;
      state = scheduler.run(state, Float64Array.of(sigma * next()), rates);
      if (state.reductions > 0) after++;
    }
    expect(state.noise!).toBeLessThan(0.5);
  });

  /** The first reduction in a fall of 2σ per patience, changed by `change`; null if there is none. */
  const firstOf = (steps: number, change: (loss: number, t: number) => number, options = {}) =>
    first(run(steps, options).map(change));

  test.each([
    [
      'ten waves of height σ to a patience',
      (P: number) => (l: number, t: number) => l + Math.sin((20 * Math.PI * t) / P),
    ],
    ['three steps down to a patience', (P: number) => (l: number, t: number) => l + (2 * (t % (P / 3))) / P],
    [
      'a rise of 10σ for half a patience at the start',
      (P: number) => (l: number, t: number) => l - 10 * Math.max(0, 1 - (2 * t) / P),
    ],
    ['a steep start of 100σ', (P: number) => (l: number, t: number) => l + 100 * Math.exp((-5 * t) / P)],
    [
      'a spike of 50σ that decays',
      (P: number) => (l: number, t: number) => l + (t < 5 * P ? 0 : 50 * Math.exp((-20 * (t - 5 * P)) / P)),
    ],
    [
      'a steep start and an outlier in the first loss',
      (P: number) => (l: number, t: number) => (t === 0 ? 1e4 : l + 100 * Math.exp((-5 * t) / P)),
    ],
  ])('%s: no reduction of a loss that falls, and the plateau after it is found', (_, change) => {
    for (const steps of [3000, 20_000]) {
      for (const seed of [1, 2, 3]) {
        const changed = change(steps / 20);
        expect(firstOf(steps, changed, { seed })).toBeNull();
        const at = firstOf(steps, changed, { seed, share: 0.4 })!;
        expect(at / steps).toBeGreaterThanOrEqual(0.4);
        expect(at / steps).toBeLessThan(0.6);
      }
    }
  });

  test('noise that shrinks to a quarter while the loss drops: no reduction of what goes on falling', () => {
    for (const seed of [1, 2, 3, 4]) {
      const losses = run(3000, { seed }).map((loss, t) => (t < 600 ? loss + 50 : 0.25 * loss));
      expect(first(losses)).toBeNull();
    }
  });

  test('a fall of a third of κσ per patience is a plateau, one of 2κσ is none', () => {
    expect(first(run(20_000, { perPatience: 0.5 / 3 }))).not.toBeNull();
    expect(first(run(20_000, { perPatience: 1 }))).toBeNull();
  });

  test('reductions of a constant loss are about a patience apart', () => {
    const at = changes(fastfaceSteps({ patience: 200 }), new Float64Array(3000).fill(2)).map(
      (one) => one.iteration,
    );
    expect(at).toHaveLength(8);
    for (let i = 1; i < at.length; i++) expect(at[i]! - at[i - 1]!).toBeGreaterThanOrEqual(190);
  });

  test('a loss that rises for ever is a plateau after a patience and more', () => {
    const losses = run(4000, { share: 0.5 }).map((loss, t) => loss + Math.max(0, (t - 2000) / 10));
    const at = first(losses)!;
    expect(at).toBeGreaterThan(2000 + 190);
    expect(at).toBeLessThan(2000 + 4 * 200);
  });

  test('without noise, an exponential approach to the end of the fall is a plateau at last', () => {
    const losses = Float64Array.from({ length: 10_000 }, (_, t) => Math.exp(-t / 300));
    const at = first(losses)!;
    // The loss is 1e-4 of what it was after 2,763 iterations.
    expect(at).toBeGreaterThan(2500);
    expect(at).toBeLessThan(2763 + 2 * 500);
  });

  test('the state does not grow, and single steps share what has not changed', () => {
    const numbers = (text: string) => text.match(/-?\d[\d.e+-]*/g)!.length;
    for (const steps of [1000, 1_000_000]) {
      const state = stateAfter({ totalSteps: steps }, run(steps / 2));
      expect(numbers(JSON.stringify(state))).toBeLessThan(90);
    }
    const scheduler = fastfaceSteps({ totalSteps: 100_000 });
    const before = scheduler.step(scheduler.step(scheduler.init(), 3), 2.9);
    expect(scheduler.step(before, 2.8).blocks).toBe(before.blocks);
  });

  test('works from a patience alone, and says why', () => {
    const scheduler = fastfaceSteps({ learningRate: 0.02, patience: 200 });
    const found = changes(scheduler, run(8000, { share: 0.5, patience: 200 }));
    expect(found[0]!.iteration).toBeGreaterThanOrEqual(4000);
    expect(found[0]!.reason).toMatch(
      /^trend .*, stationary up to .* \(noise .*\), as in the 118 iterations before; flat within the noise for 200$/,
    );
  });
});

describe('bad options are refused when the scheduler is made', () => {
  test.each([
    [{}, 'invalid totalSteps: undefined'],
    [{ totalSteps: 10, noiseMultiple: 0 }, 'invalid noiseMultiple: 0'],
    [{ totalSteps: 10, noiseRatio: -1 }, 'invalid noiseRatio: -1'],
    [{ totalSteps: 10, noiseRatio: Number.NaN }, 'invalid noiseRatio: NaN'],
    [{ totalSteps: 10, alpha: 0.1 }, 'invalid option: alpha (fastface-steps has'],
    [{ totalSteps: 10, factor: 1 }, 'invalid factor: 1'],
    [null, 'invalid options: null'],
  ])('%o', (given, message) => {
    expect(() => fastfaceSteps(given as never)).toThrow(RangeError);
    expect(() => fastfaceSteps(given as never)).toThrow(message);
  });
});
