import { fastface, fastfaceAuto, learningRates, type Scheduler } from '@fastface/core';
import { normal } from '@fastface/core/testing';
import type { Contestant } from './contestants.js';

/** Nanoseconds an iteration of a scheduler over `losses`: the median of the rounds. */
export function nanosecondsPerStep(scheduler: Scheduler, losses: Float64Array, rounds: number): number {
  const repeats = Math.max(1, Math.ceil(200_000 / losses.length));
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    for (let i = 0; i < repeats; i++) learningRates(scheduler, losses);
    return ((performance.now() - start) * 1e6) / (repeats * losses.length);
  });
  return times.sort((a, b) => a - b)[rounds >> 1]!;
}

/** fastface-auto's cost over fastface's, at one length: measured in turns, so that both see the same machine. */
export function costRatio(
  steps: number,
  rounds: number,
): { steps: number; auto: number; plain: number; ratio: number } {
  const next = normal(5);
  const losses = Float64Array.from({ length: steps }, (_, t) => 10 - (4 * t) / steps + next());
  const auto = fastfaceAuto({ totalSteps: steps });
  const plain = fastface({ totalSteps: steps });
  const pairs = Array.from({ length: rounds }, () => [
    nanosecondsPerStep(plain, losses, 3),
    nanosecondsPerStep(auto, losses, 3),
  ]);
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
  return {
    steps,
    plain: median(pairs.map(([p]) => p!)),
    auto: median(pairs.map(([, a]) => a!)),
    ratio: median(pairs.map(([p, a]) => a! / p!)),
  };
}

/** Nanoseconds an iteration of a contestant as it is set up, the calling included. */
export function nanosecondsPerContestant(contestant: Contestant, steps: number, rounds: number): number {
  const next = normal(6);
  const losses = Float64Array.from({ length: steps }, (_, t) => 10 - (4 * t) / steps + next());
  contestant.reductions(losses);
  const times = Array.from({ length: rounds }, () => {
    const start = performance.now();
    contestant.reductions(losses);
    return ((performance.now() - start) * 1e6) / steps;
  });
  return times.sort((a, b) => a - b)[rounds >> 1]!;
}
