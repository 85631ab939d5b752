import { fastface, fastfaceAuto, learningRates, type Scheduler } from '@fastface/core';
import { normal } from '@fastface/core/testing';
import type { Contestant } from './contestants.js';

const noisyFall = (steps: number): Float64Array => {
  const next = normal(5);
  return Float64Array.from({ length: steps }, (_, t) => 10 - (4 * t) / steps + next());
};

function nanoseconds(work: () => void, iterations: number): number {
  const start = performance.now();
  work();
  return ((performance.now() - start) * 1e6) / iterations;
}

export interface CostRatio {
  readonly steps: number;
  readonly plain: number;
  readonly auto: number;
  readonly ratio: number;
}

/**
 * Nanoseconds an iteration of fastface and of fastface-auto at one length: the fastest of `rounds`, taken in turns, so
 * that what else the machine does falls on both. To be called in a fresh process: code that has seen many schedulers
 * is compiled for all of them.
 */
export function costRatio(steps: number, rounds: number): CostRatio {
  const losses = noisyFall(steps);
  const repeats = Math.max(1, Math.ceil(300_000 / steps));
  const time = (scheduler: Scheduler) =>
    nanoseconds(() => {
      for (let i = 0; i < repeats; i++) learningRates(scheduler, losses);
    }, repeats * steps);
  const [ours, theirs] = [fastfaceAuto({ totalSteps: steps }), fastface({ totalSteps: steps })];
  let plain = Number.POSITIVE_INFINITY;
  let auto = Number.POSITIVE_INFINITY;
  for (let round = 0; round < rounds; round++) {
    plain = Math.min(plain, time(theirs));
    auto = Math.min(auto, time(ours));
  }
  return { steps, plain, auto, ratio: auto / plain };
}

/** Nanoseconds an iteration of a contestant as it is set up, the calling included: the fastest of `rounds`. */
export function nanosecondsPerContestant(contestant: Contestant, steps: number, rounds: number): number {
  const losses = noisyFall(steps);
  const times = Array.from({ length: rounds }, () => nanoseconds(() => contestant.reductions(losses), steps));
  return Math.min(...times);
}
