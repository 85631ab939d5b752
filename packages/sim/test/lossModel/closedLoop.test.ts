import { fastface, fastfaceSteps, movingHaar, type Scheduler } from '@fastface/core';
import { describe, expect, test } from 'vitest';
import { closedLoop, runningLaw } from '../../src/lossModel/closedLoop.js';
import { NoiseStream } from '../../src/lossModel/noiseStream.js';
import { pytorchReduceOnPlateau } from '../../src/schedulers/pytorchReduceOnPlateau.js';
import { baseRate, remembering, scheduleOf, steps } from './runs.js';

const noise = { scale: 0.1, power: 0.5, slow: 0.01, slowTime: 300 };
const course = { baseRate, epochLength: 1500, offset: 0 };

/** One iteration after another, from the definition of the loop. */
function oneByOne(scheduler: Scheduler, seed: number) {
  const law = runningLaw(remembering, course, scheduler.init().learningRate);
  const stream = new NoiseStream(noise, seed);
  const changes: [number, number][] = [];
  const levels: number[] = [];
  let state = scheduler.init();
  const [level, loss] = [new Float64Array(1), new Float64Array(1)];
  for (let t = 0; t < steps; t++) {
    const rate = state.learningRate;
    law.run(rate, level);
    stream.apply(level, loss);
    stream.take(1);
    levels.push(level[0]!);
    state = scheduler.step(state, loss[0]!);
    if (state.learningRate !== rate) changes.push([t, state.learningRate]);
  }
  return { changes, levels };
}

const options = { learningRate: baseRate, totalSteps: steps };
const schedulers: [string, Scheduler<never>][] = [
  ['fastface', fastface({ ...options, alpha: 0.02, beta: 0.02, threshold: 1e-4 }) as Scheduler<never>],
  ['fastface-steps', fastfaceSteps(options) as Scheduler<never>],
  ['moving-haar', movingHaar({ ...options, window: 90, threshold: 0.01 }) as Scheduler<never>],
  [
    'pytorch-reduce-on-plateau',
    pytorchReduceOnPlateau({ learningRate: baseRate, patience: 300 }) as Scheduler<never>,
  ],
  ['cosine', scheduleOf('cosine') as Scheduler<never>],
];

describe('closed loop', () => {
  test.each(schedulers)('%s: blocks of iterations decide as one at a time', (_, scheduler) => {
    for (const seed of [1, 2, 3]) {
      const slow = oneByOne(scheduler, seed);
      const law = runningLaw(remembering, course, baseRate);
      const state = scheduler.init() as { learningRate: number } & ReturnType<Scheduler['init']>;
      const levels: number[] = [];
      const changes = closedLoop(
        scheduler as Scheduler,
        { state, iteration: 0, rate: state.learningRate },
        law,
        new NoiseStream(noise, seed),
        steps,
        (from, part) => {
          expect(from).toBe(levels.length);
          levels.push(...part);
        },
      );
      expect(changes.map(({ iteration, to }) => [iteration, to])).toEqual(slow.changes);
      expect(changes.length).toBeGreaterThan(1);
      expect(levels).toHaveLength(steps);
      for (let t = 0; t < steps; t += 97) expect(levels[t]).toBeCloseTo(slow.levels[t]!, 10);
    }
  });

  test('the same seed has the same noise whatever the rates, and another seed other noise', () => {
    const losses = (seed: number, sizes: readonly number[]) => {
      const stream = new NoiseStream(noise, seed);
      return sizes.flatMap((size) => {
        const [level, loss] = [new Float64Array(size).fill(2), new Float64Array(size)];
        stream.apply(level, loss);
        stream.take(size);
        return [...loss];
      });
    };
    const whole = losses(1, [9000]);
    expect(losses(1, [1, 2, 997, 5000, 3000])).toEqual(whole);
    expect(losses(2, [9000])).not.toEqual(whole);
  });

  test('the noise is what it says: white with its deviation, slow with its own', () => {
    const stream = new NoiseStream({ scale: 0.3, power: 1, slow: 0.05, slowTime: 50 }, 7);
    const [level, loss] = [new Float64Array(200_000).fill(2), new Float64Array(200_000)];
    stream.apply(level, loss);
    const deviation = (values: readonly number[]) =>
      Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length);
    expect(deviation([...loss].map((value, i) => value - level[i]!))).toBeCloseTo(0.6, 2);
    // Straight lines between nodes of a process have a little less than its deviation.
    const slow = deviation([...level].map((value) => value / 2 - 1));
    expect(slow).toBeGreaterThan(0.044);
    expect(slow).toBeLessThan(0.053);
  });
});
