import type { UniformSource } from '../src/browser.js';

/** A small linear congruential generator (Numerical Recipes' constants): enough for starting weights in tests. */
export function uniformSource(seed: number): UniformSource {
  let state = seed >>> 0;
  return {
    next() {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state / 2 ** 32;
    },
  };
}
