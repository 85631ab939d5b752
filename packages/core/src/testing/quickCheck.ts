import type { Loss, Scheduler } from '../scheduler.js';
import { schedulerLaws } from './laws.js';
import { normal } from './random.js';

/** A broken law. */
export interface BrokenLaw {
  readonly law: string;
  /** The law as a sentence. */
  readonly statement: string;
  readonly violation: string;
}

/** Losses that cause decisions: falling, flat, with spikes, rising, and with unusable values. */
function courses(length: number): readonly Loss[][] {
  const noise = normal(1);
  const course = (level: (share: number) => number, sigma: number): Loss[] =>
    Array.from({ length }, (_, i) => level(i / length) + sigma * noise());
  const falling = course((t) => 1 + 3 * Math.exp(-4 * t), 0.02);
  const fallingThenFlat = course((t) => 1 + 2 * Math.exp(-30 * t), 0.05);
  const rising = course((t) => 1 + t, 0.02);
  const flat = course(() => 2, 0);
  const unusable: readonly Loss[] = [Number.NaN, null, Infinity, -Infinity];
  const spikes = fallingThenFlat.map((loss, i) => (i % 29 === 7 ? 10 * loss! : loss));
  const holes = fallingThenFlat.map((loss, i) => (i % 17 === 5 ? unusable[i % unusable.length]! : loss));
  return [falling, fallingThenFlat, rising, flat, spikes, holes];
}

/**
 * A quick check of the laws on some fixed loss curves, each with its own cut, without fast-check. It takes some
 * milliseconds for an O(1) scheduler. `assertLaws` of `@fastface/core/testing` is much more thorough: it uses random
 * losses and finds the smallest counterexample.
 *
 * @param scheduler best made for a run of `length` iterations, so that it decides something
 * @param options `length`: losses per curve, ≥ 1 (default 200); `except`: names of laws that it is known to break
 * @returns the first broken law, and how it is broken; null if all hold
 * @example
 * brokenLaw(fastface({ learningRate: 0.1, totalSteps: 200 })); // null
 */
export function brokenLaw(
  scheduler: Scheduler,
  { length = 200, except = [] }: { readonly length?: number; readonly except?: readonly string[] } = {},
): BrokenLaw | null {
  const all = courses(length);
  for (const { name, statement, violation } of schedulerLaws) {
    if (except.includes(name)) continue;
    for (const [i, losses] of all.entries()) {
      const found = whyBroken(() =>
        violation(scheduler, losses, Math.floor((length * ((i % 4) + 1)) / 5) + i),
      );
      if (found !== null) return { law: name, statement, violation: found };
    }
  }
  return null;
}

function whyBroken(violation: () => string | null): string | null {
  try {
    return violation();
  } catch (error) {
    return `threw ${String(error)}`;
  }
}
