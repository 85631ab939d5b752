import { normal } from '@fastface/core/testing';

/** Iterations of the run that the figures show. */
export const steps = 2000;

const noise = Float64Array.from({ length: steps }, normal(11));

/** Its loss: falls from 4 to 1 with time constant 200, then stays; `sigma` is the noise of one iteration. */
export const demoLosses = (sigma = 0.25): number[] =>
  Array.from(noise, (n, t) => 1 + 3 * Math.exp(-t / 200) + sigma * n);
