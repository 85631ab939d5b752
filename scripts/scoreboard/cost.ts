import { fastface, fastfaceSteps, learningRates, type Scheduler } from '@fastface/core';
import { normal } from '@fastface/core/testing';

const noisyFall = (steps: number): Float64Array => {
  const next = normal(5);
  return Float64Array.from({ length: steps }, (_, t) => 10 - (4 * t) / steps + next());
};

function nanoseconds(work: () => void, iterations: number): number {
  const start = performance.now();
  work();
  return ((performance.now() - start) * 1e6) / iterations;
}

/** Nanoseconds an iteration of fastface and of fastface-steps, of a run and of single steps. */
export interface CostRatio {
  readonly steps: number;
  readonly plain: number;
  readonly auto: number;
  readonly plainStep: number;
  readonly autoStep: number;
}

/**
 * The costs at one length: the fastest of `rounds`, taken in turns, so that what else the machine does falls on both.
 * To be called in a fresh process: code that has seen many schedulers is compiled for all of them.
 */
export function costRatio(steps: number, rounds: number): CostRatio {
  const losses = noisyFall(steps);
  const repeats = Math.max(1, Math.ceil(300_000 / steps));
  const run = (scheduler: Scheduler) =>
    nanoseconds(() => {
      for (let i = 0; i < repeats; i++) learningRates(scheduler, losses);
    }, repeats * steps);
  const walked = Math.min(steps, 50_000);
  const walk = (scheduler: Scheduler) =>
    nanoseconds(() => {
      let state = scheduler.init();
      for (let i = 0; i < walked; i++) state = scheduler.step(state, losses[i]!);
    }, walked);
  const [ours, theirs] = [fastfaceSteps({ totalSteps: steps }), fastface({ totalSteps: steps })];
  const least = (work: (scheduler: Scheduler) => number) => {
    const best = { plain: Number.POSITIVE_INFINITY, auto: Number.POSITIVE_INFINITY };
    for (let round = 0; round < rounds; round++) {
      best.plain = Math.min(best.plain, work(theirs));
      best.auto = Math.min(best.auto, work(ours));
    }
    return best;
  };
  const [running, walking] = [least(run), least(walk)];
  return {
    steps,
    plain: running.plain,
    auto: running.auto,
    plainStep: walking.plain,
    autoStep: walking.auto,
  };
}
