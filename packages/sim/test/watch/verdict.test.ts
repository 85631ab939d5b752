import { uniform } from '@fastface/core/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { caseLosses } from '../../src/scoreboard/caseLosses.js';
import { findCase } from '../../src/scoreboard/cases.js';
import { beat, isStalled, noRhythm } from '../../src/watch/stall.js';
import { addToBlocks, noBlocks } from '../../src/watch/verdict/blocks.js';
import { blownUp } from '../../src/watch/verdict/blownUp.js';
import { spike } from '../../src/watch/verdict/spike.js';
import { normalCdf, trend } from '../../src/watch/verdict/trend.js';
import type { Detector, Verdict } from '../../src/watch/verdict/verdict.js';

/** What a detector says after each loss. */
function said<State>(detector: Detector<State>, losses: ArrayLike<number>): (Verdict | null)[] {
  let state = detector.init();
  return Array.from(losses, (loss, i) => {
    state = detector.step(state, i, loss);
    return detector.verdict(state);
  });
}
const first = (verdicts: readonly (Verdict | null)[], wanted: Verdict['verdict']) =>
  verdicts.findIndex((one) => one?.verdict === wanted);

const falling = (seed: number, length = 1500) => {
  const random = uniform(seed);
  return Array.from({ length }, (_, i) => 2 + 4 * Math.exp(-i / 300) + 0.2 * (random() - 0.5));
};
// biome-ignore lint/suspicious/noExplicitAny: each has a state of its own
const detectors: readonly [string, Detector<any>][] = [
  ['trend', trend],
  ['spike', spike],
  ['blownUp', blownUp],
];

describe.each(detectors)('%s', (_, detector) => {
  test('is pure, and goes on from its state as JSON', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 0, max: 400 }), (seed, cut) => {
        const losses = falling(seed, 400).map((loss, i) => (i > 300 ? loss * 3 : loss));
        let [state, resumed] = [detector.init(), detector.init()];
        losses.forEach((loss, i) => {
          Object.freeze(state);
          state = detector.step(state, i, loss);
          resumed = detector.step(resumed, i, loss);
          if (i === cut) resumed = JSON.parse(JSON.stringify(resumed));
        });
        expect(resumed).toEqual(state);
      }),
      { numRuns: 20 },
    );
  });

  test('does not depend on the unit of the loss', () => {
    const losses = falling(3).map((loss, i) => loss + (i > 1000 ? (i - 1000) / 100 : 0));
    const kinds = (of: number[]) => said(detector, of).map((one) => one && [one.verdict, one.since]);
    expect(kinds(losses.map((loss) => 8 * loss))).toEqual(kinds(losses));
  });
});

test('blocks hold the means of all complete blocks, 64 to 128 of them', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 3000 }), (count) => {
      let blocks = noBlocks;
      for (let i = 0; i < count; i++) blocks = addToBlocks(blocks, i, i);
      const { size, means, steps } = blocks;
      expect(means.length).toBeLessThan(128);
      if (count >= 128) expect(means.length).toBeGreaterThanOrEqual(64);
      expect(means).toEqual(means.map((_, k) => k * size + (size - 1) / 2));
      expect(steps).toEqual(means.map((_, k) => k * size));
      expect(size * means.length + blocks.count).toBe(count);
    }),
  );
});

test('the normal distribution, against its table', () => {
  expect([0, 1, 1.96, 3, -1].map((z) => normalCdf(z).toFixed(6))).toEqual([
    '0.500000',
    '0.841345',
    '0.975002',
    '0.998650',
    '0.158655',
  ]);
});

describe('verdicts', () => {
  test('a fall, then a plateau: falling, and flat only after its end', () => {
    const one = findCase('falling slowly')!;
    const steps = 4000;
    let flat = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const losses = caseLosses(one, { steps, patience: 200, falling: 0.4, seed });
      const verdicts = said(trend, losses);
      expect(first(verdicts, 'falling')).toBeGreaterThan(0);
      const at = first(verdicts, 'flat');
      if (at >= 0) flat++;
      expect(at < 0 || at > 1600).toBe(true);
      expect(first(verdicts, 'diverging')).toBe(-1);
    }
    expect(flat).toBe(10);
  });

  test('a loss that rises slowly diverges', () => {
    const losses = falling(1, 4000).map((loss, i) => loss + Math.max(0, i - 2000) / 1000);
    const at = first(said(trend, losses), 'diverging');
    expect(at).toBeGreaterThan(2000);
    expect(at).toBeLessThan(3200);
  });

  test('noise that hides what would matter is not flat', () => {
    const random = uniform(5);
    const losses = Array.from({ length: 200 }, (_, i) => 3 - i / 200 + 4 * (random() - 0.5));
    expect(first(said(trend, losses), 'flat')).toBe(-1);
  });

  test('a spike is told where it begins, once, and losses with a heavy tail are none', () => {
    const losses = falling(2);
    losses[800] = 9;
    losses[801] = 7;
    const verdicts = said(spike, losses);
    expect(first(verdicts, 'spike')).toBe(800);
    expect(new Set(verdicts.flatMap((one) => (one ? [one.since] : [])))).toEqual(new Set([800]));
    const tails = caseLosses(findCase('spiky')!, { steps: 4000, patience: 200, falling: 1, seed: 1 });
    expect(said(spike, tails.subarray(1000)).filter((one) => one !== null).length).toBeLessThan(17 * 3);
  });

  test('five losses that are no number, or one far above the start for long, are blown up; an overflow is not', () => {
    const losses = falling(3);
    losses[100] = Number.NaN;
    for (let i = 900; i < 910; i++) losses[i] = Number.POSITIVE_INFINITY;
    for (let i = 1200; i < 1500; i++) losses[i] = 40;
    const verdicts = said(blownUp, losses);
    expect(first(verdicts, 'blown-up')).toBe(904);
    expect(verdicts[904]).toMatchObject({ since: 900 });
    expect(verdicts[915]).toBeNull();
    expect(verdicts[1230]).toMatchObject({ verdict: 'blown-up' });
  });

  test('a log stands still when nothing comes for three of its longest gaps', () => {
    let rhythm = noRhythm;
    let now = 0;
    for (const gap of [0, 1000, 1000, 9000, 1000, 1000]) {
      now += gap;
      rhythm = beat(rhythm, now);
    }
    expect(isStalled(rhythm, now + 26_000)).toBe(false);
    expect(isStalled(rhythm, now + 28_000)).toBe(true);
    expect(isStalled(beat(beat(noRhythm, 0), 10), 1e9)).toBe(false);
  });
});
