import { describe, expect, test } from 'vitest';
import {
  changes,
  fastface,
  floor,
  fromSchedule,
  groups,
  learningRates,
  movingHaar,
  type Scheduler,
  type SchedulerState,
  sequence,
  warmup,
} from '../src/index.js';

// alpha = beta = 1: the trend is the plain decrease, so every iteration can be followed by eye.
const plain = { learningRate: 1, alpha: 1, beta: 1, threshold: 0.5, patience: 2 };
const flat = (length: number) => Array.from({ length }, () => 3);

describe('a run over many losses and one step at a time', () => {
  test('a trend equal to the threshold is not stationary, in either', () => {
    // Falls by exactly the threshold at each iteration, then stands.
    const losses = [...Array.from({ length: 50 }, (_, t) => 30 - t / 2), ...flat(10)];
    const scheduler = fastface({ ...plain, patience: 3 });
    let state = scheduler.init();
    for (const loss of losses.slice(0, 50)) state = scheduler.step(state, loss);
    expect(state.stationarySteps).toBe(0);
    expect(scheduler.run(scheduler.init(), Float64Array.from(losses), new Float64Array(60))).toEqual(
      losses.slice(50).reduce((one, loss) => scheduler.step(one, loss), state),
    );
  });
  test('a count of stationary iterations beyond 2³¹ goes on', () => {
    const scheduler = fastface({ ...plain, patience: 2 ** 40 });
    const long = { ...scheduler.step(scheduler.step(scheduler.init(), 3), 3), stationarySteps: 2 ** 33 };
    const after = scheduler.run(long, Float64Array.from(flat(5)), new Float64Array(5));
    expect(after.stationarySteps).toBe(2 ** 33 + 5);
  });
});

describe('patience', () => {
  test('the reduction comes on the (patience + 1)-th stationary iteration in a row', () => {
    expect([...learningRates(fastface(plain), flat(7))]).toEqual([1, 1, 1, 0.5, 0.5, 0.5, 0.25]);
  });
  test('a falling iteration starts the count again', () => {
    expect([...learningRates(fastface(plain), [3, 3, 3, 2, 2, 2, 2])]).toEqual([1, 1, 1, 1, 1, 1, 0.5]);
  });
  test('patience 0 reduces at every stationary iteration, up to maxReductions', () => {
    const scheduler = fastface({ ...plain, patience: 0, maxReductions: 2 });
    expect([...learningRates(scheduler, flat(5))]).toEqual([1, 0.5, 0.25, 0.25, 0.25]);
  });
  test('cooldown delays the next count', () => {
    const scheduler = fastface({ ...plain, cooldown: 2 });
    expect(changes(scheduler, flat(12)).map(({ iteration }) => iteration)).toEqual([3, 8]);
  });
  test('minLearningRate is reached exactly and then held, without a further decision', () => {
    const found = changes(fastface({ ...plain, minLearningRate: 0.3 }), flat(30));
    expect(found.map(({ to }) => to)).toEqual([0.5, 0.3]);
  });
  test('a skipped update counts as no iteration of patience and is counted itself', () => {
    const scheduler = fastface(plain);
    let state = scheduler.init();
    for (const loss of [3, 3, 3, null, Number.NaN, Infinity]) state = scheduler.step(state, loss);
    expect(state).toMatchObject({
      iteration: 6,
      skipped: 3,
      decision: 'skip',
      stationarySteps: 2,
      learningRate: 1,
    });
    expect(scheduler.step(state, 3)).toMatchObject({ decision: 'reduce', learningRate: 0.5 });
  });
});

describe('edges', () => {
  test('a trend of exactly the threshold is not stationary, anything below is', () => {
    const fallingBy = (drop: number) => Array.from({ length: 12 }, (_, t) => 100 - drop * t);
    expect(changes(fastface(plain), fallingBy(0.5))).toEqual([]);
    expect(changes(fastface(plain), fallingBy(0.4990234375)).length).toBe(3);
  });
  test('a loss of −0 leaves no −0 in the state, which JSON would lose', () => {
    const scheduler = fastface(plain);
    expect(Object.is(scheduler.step(scheduler.init(), -0).firstLoss, 0)).toBe(true);
  });
  test('a huge spike leaves no rounding behind in the running sums', () => {
    // 1e16 swallows halves: only sums that are renewed come back to the exact trend.
    const losses = Array.from({ length: 60 }, (_, t) => (t === 1 ? 1e16 : -0.5 * t));
    const last = <S extends { trend: number | null }>(scheduler: Scheduler<S & SchedulerState>) => {
      let state = scheduler.init();
      for (const loss of losses) state = scheduler.step(state, loss);
      return state.trend;
    };
    expect(last(fastface({ ...plain, haarWidth: 4 }))).toBe(2);
    // The means of four and the kernel over four of them: 2 iterations apart at half a unit each, times 2 of 4.
    expect(last(movingHaar({ window: 4 }))).toBe(0.5);
  });
});

describe('moving-haar', () => {
  test('restarts after so many reductions in one stationary stretch', () => {
    const scheduler = movingHaar({
      learningRate: 1,
      window: 2,
      threshold: 0.1,
      patience: 0,
      restartAfter: 2,
    });
    expect([...learningRates(scheduler, flat(9))]).toEqual([1, 1, 1, 1, 0.5, 0.25, 1, 0.5, 0.25]);
    expect(changes(scheduler, flat(9))[2]).toMatchObject({
      iteration: 6,
      from: 0.25,
      to: 1,
      decision: 'restart',
    });
  });
});

describe('composition', () => {
  test('warm-up rises to the base rate, and the scheduler starts after it', () => {
    const scheduler = warmup(fastface(plain), { steps: 4 });
    expect(scheduler.init().learningRate).toBe(0.25);
    expect([...learningRates(scheduler, flat(8))]).toEqual([0.5, 0.75, 1, 1, 1, 1, 1, 0.5]);
  });
  test('warm-up from a rate above zero', () => {
    const scheduler = warmup(fastface(plain), { steps: 2, from: 0.5 });
    expect([scheduler.init().learningRate, ...learningRates(scheduler, flat(2))]).toEqual([0.75, 1, 1]);
  });
  test('floor', () => {
    expect([...learningRates(floor(fastface(plain), 0.4), flat(7))]).toEqual([1, 1, 1, 0.5, 0.5, 0.5, 0.4]);
  });
  test('sequence gives each scheduler its own iterations and losses', () => {
    const scheduler = sequence([
      { scheduler: fromSchedule((t) => 8 / 2 ** t), steps: 3 },
      { scheduler: fastface(plain), steps: 4 },
      { scheduler: fromSchedule(() => 7) },
    ]);
    expect(scheduler.init().learningRate).toBe(8);
    expect([...learningRates(scheduler, flat(8))]).toEqual([4, 2, 1, 1, 1, 1, 7, 7]);
  });
  test('groups follow one decision at their own multiples', () => {
    const scheduler = groups(fastface(plain), { backbone: 0.1, head: 1, frozen: 0 });
    let state = scheduler.init();
    for (const loss of flat(4)) state = scheduler.step(state, loss);
    expect(state).toMatchObject({
      decision: 'reduce',
      learningRates: { backbone: 0.05, head: 0.5, frozen: 0 },
    });
  });
});
