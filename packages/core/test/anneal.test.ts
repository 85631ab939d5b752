import { describe, expect, test } from 'vitest';
import {
  anneal,
  fastface,
  fastfaceAuto,
  fromSchedule,
  growingHaar,
  type Scheduler,
  type SchedulerState,
  warmup,
} from '../src/index.js';
import { normal } from '../src/testing/random.js';

function statesOf<State extends SchedulerState>(
  scheduler: Scheduler<State>,
  losses: readonly number[],
): State[] {
  const states = [scheduler.init()];
  for (const loss of losses) states.push(scheduler.step(states.at(-1)!, loss));
  return states;
}

const rates = (scheduler: Scheduler<never>, losses: readonly number[]) =>
  statesOf(scheduler as Scheduler, losses).map(({ learningRate }) => learningRate);

/** Reduces at the update with this number. */
const cutAt = (update: number) => fromSchedule((t) => (t < update ? 0.1 : 0.05), 'cut');
const ones = (length: number) => new Array<number>(length).fill(1);

describe('anneal', () => {
  test('from the first reduction straight to zero at totalSteps', () => {
    const found = rates(anneal(cutAt(4), { totalSteps: 9 }) as never, ones(10));
    const line = [0.1, 0.1, 0.1, 0.1, 5 / 6, 4 / 6, 3 / 6, 2 / 6, 1 / 6, 0, 0];
    found.forEach((rate, t) => {
      expect(rate).toBeCloseTo(t < 4 ? 0.1 : 0.1 * line[t]!, 15);
    });
  });

  test('a reduction at the first update is the straight line', () => {
    const found = rates(anneal(cutAt(1), { totalSteps: 50 }) as never, ones(50));
    found.forEach((rate, t) => {
      expect(rate).toBeCloseTo(0.1 * (1 - t / 50), 15);
    });
  });

  test('without one, the last share of the run', () => {
    const states = statesOf(anneal(cutAt(1000), { totalSteps: 100, lastShare: 0.2 }), ones(100));
    expect(states.findIndex(({ learningRate }) => learningRate < 0.1)).toBe(80);
    expect(states[80]).toMatchObject({
      decision: 'reduce',
      descent: { from: 79, to: 100, cause: 'last share' },
    });
    expect(states[79]!.decision).toBe('hold');
  });

  test('of unknown length it ends by itself: a fifth of all updates are on the way down', () => {
    const scheduler = anneal(cutAt(400));
    const states = statesOf(scheduler, ones(600));
    expect(states[400]!.descent).toMatchObject({ from: 399, to: 500, cause: 'plateau' });
    expect(states.findIndex(({ decision }) => decision === 'finish')).toBe(500);
    expect(states[499]!.learningRate).toBeGreaterThan(0);
    expect(states[500]).toMatchObject({ learningRate: 0, decision: 'finish' });
    expect(states[600]).toMatchObject({ learningRate: 0, decision: 'finish' });
    expect(scheduler.reason(states[400]!)).toBe(
      'the loss has stopped falling: from 0.1 straight to zero over 100 updates',
    );
    expect(scheduler.reason(states[500]!)).toBe('finished: the rate is 0 from update 500 on');
  });

  test('power bends the way down', () => {
    const found = rates(anneal(cutAt(1), { totalSteps: 10, power: 2 }) as never, ones(5));
    expect(found[5]).toBeCloseTo(0.1 * 0.25, 15);
  });

  test('a warm-up inside is followed, and its rise is no end of it', () => {
    const found = rates(anneal(warmup(cutAt(10), { steps: 4 }), { totalSteps: 40 }) as never, ones(12));
    expect(found.slice(0, 5)).toEqual([0.025, 0.05, 0.075, 0.1, 0.1].map((rate) => expect.closeTo(rate, 15)));
    expect(found[12]).toBe(0.1);
  });

  test('any detector: fastface', () => {
    const detector = fastface({ learningRate: 1, patience: 3, alpha: 1, beta: 1, threshold: 0.1 });
    const states = statesOf(anneal(detector, { totalSteps: 30 }), [9, 8, 7, 6, ...ones(25).map(() => 6)]);
    expect(states.find(({ descent }) => descent !== null)?.descent).toMatchObject({
      from: 7,
      cause: 'plateau',
    });
    expect(states.at(-1)!.learningRate).toBeCloseTo(1 / 23, 12);
  });

  test.each([
    [{ totalSteps: 0 }, 'invalid totalSteps: 0'],
    [{ lastShare: 0 }, 'invalid lastShare: 0'],
    [{ lastShare: 1 }, 'invalid lastShare: 1'],
    [{ power: 0 }, 'invalid power: 0'],
    [{ steps: 5 }, 'invalid option: steps'],
  ])('%o is refused', (options, message) => {
    expect(() => anneal(cutAt(1), options as object)).toThrow(message);
  });
});

/** Falls by `drop` to `until`, then stays, with noise of deviation 1. */
function run(length: number, until: number, drop: number, seed: number): number[] {
  const next = normal(seed);
  return Array.from({ length }, (_, t) => drop * Math.max(0, 1 - t / until) + next());
}

const firstCut = (scheduler: Scheduler, losses: readonly number[]) =>
  statesOf(scheduler, losses).findIndex(({ decision }) => decision === 'reduce');

/** The rule as it stands in the docstring, from all losses, in blocks of this many. */
function holdsRule(losses: readonly number[], steps: number, totalSteps: number): boolean {
  const blocks = Math.floor(losses.length / steps);
  const third = Math.floor(blocks / 3);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const trimmed = (values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b);
    const out = Math.floor(values.length / 8);
    return mean(sorted.slice(out, values.length - out));
  };
  const block = (k: number) => losses.slice(k * steps, (k + 1) * steps);
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  const means = range(0, blocks).map((k) => mean(block(k)));
  const squares = range(0, blocks).map((k) =>
    mean(range(k * steps, (k + 1) * steps).map((t) => (t === 0 ? 0 : losses[t]! - losses[t - 1]!) ** 2)),
  );
  const fall =
    trimmed(means.slice(blocks - 2 * third, blocks - third)) - trimmed(means.slice(blocks - third));
  const noise = Math.sqrt(trimmed(squares.slice(blocks - 2 * third)) / 2);
  const m = third * steps;
  const error = noise * Math.sqrt(2 / m);
  return (fall + 2.5 * error) * ((totalSteps - losses.length) / m) <= 0.4 * noise;
}

describe('growing-haar', () => {
  test('decides as the definition does, from all losses', () => {
    let decided = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const losses = run(1000, 100 + 20 * seed, 8, seed);
      const scheduler = growingHaar({ totalSteps: 1000 });
      let state = scheduler.init();
      for (let t = 0; t < losses.length && state.decision !== 'reduce'; t++) {
        const before = state;
        state = scheduler.step(state, losses[t]!);
        const seen = losses.slice(0, t + 1);
        const atBlockEnd = state.blockSize === 0 || state.decision === 'reduce';
        // Where 64 blocks have just become 32, these are what is seen.
        const steps =
          state.decision === 'reduce'
            ? (before.sums.length === 63 ? 2 : 1) * before.blockSteps
            : state.blockSteps;
        const expected =
          atBlockEnd && t + 1 >= 100 && seen.length / steps >= 32 && holdsRule(seen, steps, 1000);
        expect(state.decision === 'reduce', `seed ${seed}, loss ${t}`).toBe(expected);
      }
      if (state.decision === 'reduce') decided++;
    }
    expect(decided).toBe(20);
  });

  test('waits while the loss falls slowly under its noise', () => {
    // One noise deviation in the whole run, half of it behind the middle.
    const cuts = Array.from({ length: 20 }, (_, i) =>
      firstCut(growingHaar({ totalSteps: 20_000 }), run(20_000, 20_000, 3, i + 1)),
    );
    for (const cut of cuts) expect(cut < 0 || cut > 15_000, `${cut}`).toBe(true);
  });

  test('lets go where the loss stands', () => {
    const cuts = Array.from({ length: 20 }, (_, i) =>
      firstCut(growingHaar({ totalSteps: 20_000 }), run(20_000, 1000, 10, i + 1)),
    ).sort((a, b) => a - b);
    expect(cuts[0]).toBeGreaterThan(1999);
    expect(cuts[10]).toBeLessThan(9000);
    expect(cuts[19]).toBeLessThan(12_000);
  });

  test('a spike changes nothing', () => {
    const losses = run(5000, 5000, 10, 1);
    const spiked = losses.map((loss, t) => (t % 1500 === 700 ? loss + 1e6 : loss));
    const cut = firstCut(growingHaar({ totalSteps: 5000 }), losses);
    const withSpikes = firstCut(growingHaar({ totalSteps: 5000 }), spiked);
    expect(cut).toBeGreaterThan(4000);
    expect(withSpikes).toBeGreaterThan(4000);
  });

  test('a constant loss is a plateau, one that falls without noise is none', () => {
    expect(firstCut(growingHaar({ totalSteps: 1000 }), ones(1000))).toBe(100);
    expect(
      firstCut(
        growingHaar({ totalSteps: 1000 }),
        ones(1000).map((_, t) => Math.exp(-t / 300)),
      ),
    ).toBe(-1);
  });

  test('the unit of the loss and a constant change no decision', () => {
    for (let seed = 1; seed <= 10; seed++) {
      // Losses of few binary digits, so that scaling and shifting them is exact.
      const losses = run(3000, 800, 8, seed).map((loss) => Math.round(loss * 1024) / 1024);
      const decisions = (values: readonly number[]) =>
        statesOf(fastfaceAuto({ totalSteps: 3000 }), values).map(({ learningRate }) => learningRate);
      expect(decisions(losses.map((loss) => 8 * loss - 512))).toEqual(decisions(losses));
    }
  });

  test('where the loss rises the rate is too high: back off, and hold on', () => {
    // It falls again as soon as the rate is a quarter.
    const rising = (state: SchedulerState, t: number) =>
      state.learningRate > 0.03 ? 1 + t / 100 : 50 / (1 + t);
    const scheduler = fastfaceAuto({ learningRate: 0.1, totalSteps: 5000 });
    let state = scheduler.init();
    const seen: [number, string, number][] = [];
    for (let t = 0; t < 2000; t++) {
      const next = scheduler.step(state, rising(state, t) + 0.1 * Math.sin(t * t));
      if (next.decision !== 'hold') seen.push([t, next.decision, next.learningRate]);
      if (next.decision === 'back-off')
        expect(scheduler.reason(next)).toMatch(/^the rate is too high: the loss rises \(rising by/);
      state = next;
    }
    expect(seen.map(([, decision, rate]) => [decision, rate])).toEqual([
      ['back-off', 0.05],
      ['back-off', 0.025],
    ]);
    expect(seen[1]![0]).toBeLessThan(300);
    expect(state.inner.reductions).toBe(0);
  });

  test('a loss that rises for ever: as many back-offs as are allowed, none with 0', () => {
    const losses = ones(20_000).map((_, t) => t / 1000 + 0.1 * Math.sin(t * t));
    const backOffs = (maxBackOffs: number) =>
      statesOf(growingHaar({ maxBackOffs }), losses).filter(({ decision }) => decision === 'back-off').length;
    expect([0, 1, 8].map(backOffs)).toEqual([0, 1, 8]);
  });

  test('noise alone is seldom taken for a rise', () => {
    let alarms = 0;
    for (let seed = 1; seed <= 200; seed++)
      alarms += statesOf(growingHaar({ totalSteps: 5000, maxReductions: 0 }), run(5000, 500, 4, seed)).some(
        ({ decision }) => decision === 'back-off',
      )
        ? 1
        : 0;
    expect(alarms).toBeLessThan(20);
  });

  test('its state stays small', () => {
    const scheduler = growingHaar({ totalSteps: 1e6 });
    const losses = Float64Array.from(run(100_000, 100_000, 50, 1));
    const state = scheduler.run(scheduler.init(), losses, new Float64Array(losses.length));
    expect(state.sums.length).toBeLessThan(64);
    expect(state.blockSteps).toBe(2048);
  });

  test.each([
    [{ noiseMultiple: 0 }, 'invalid noiseMultiple: 0'],
    [{ confidence: -1 }, 'invalid confidence: -1'],
    [{ earliest: 1 }, 'invalid earliest: 1'],
    [{ factor: 1 }, 'invalid factor: 1'],
    [{ maxBackOffs: -1 }, 'invalid maxBackOffs: -1'],
    [{ totalSteps: 1.5 }, 'invalid totalSteps: 1.5'],
    [{ patience: 5 }, 'invalid option: patience'],
  ])('%o is refused', (options, message) => {
    expect(() => growingHaar(options as object)).toThrow(message);
  });
});

describe('fastface-auto', () => {
  test('is anneal of growing-haar', () => {
    const losses = run(4000, 1000, 10, 3);
    const composed = anneal(growingHaar({ learningRate: 0.1, totalSteps: 4000, maxReductions: 1 }), {
      totalSteps: 4000,
    });
    expect(rates(fastfaceAuto({ learningRate: 0.1, totalSteps: 4000 }) as never, losses)).toEqual(
      rates(composed as never, losses),
    );
  });

  test('of unknown length it finishes soon after the loss stands', () => {
    for (let seed = 1; seed <= 10; seed++) {
      const states = statesOf(fastfaceAuto({ learningRate: 0.1 }), run(40_000, 5000, 10, seed));
      const end = states.findIndex(({ decision }) => decision === 'finish');
      expect(end).toBeGreaterThan(6000);
      expect(end).toBeLessThan(25_000);
    }
  });

  test('of unknown length with a latest end, it has ended by then', () => {
    const scheduler = fastfaceAuto({ learningRate: 0.1, maxSteps: 1000 });
    const states = statesOf(scheduler, run(1200, 1e9, 10, 1));
    expect(states.findIndex(({ learningRate }) => learningRate < 0.1)).toBe(800);
    expect(states.findIndex(({ decision }) => decision === 'finish')).toBe(1000);
    expect(() => fastfaceAuto({ totalSteps: 5, maxSteps: 5 })).toThrow(
      'invalid maxSteps: 5 (expected none beside totalSteps)',
    );
  });

  test('an option that it has not is refused', () => {
    expect(() => fastfaceAuto({ patience: 5 } as never)).toThrow(
      'invalid option: patience (fastfaceAuto has',
    );
  });
});
