import { normal, uniform } from '@fastface/core/testing';
import { patienceOf } from './contestants.js';

/** What a made-up run looks like. Noise has the standard deviation σ per iteration over long stretches. */
export interface Curve {
  readonly steps: number;
  readonly shape: Shape;
  readonly sigma: number;
  /** How steep: the loss falls by so many times 2σ = 4κσ (κ = 0.5) per patience. */
  readonly steepness: number;
  /** Share of the run that falls; the rest is flat. 1: it falls throughout. */
  readonly falling: number;
  readonly seed: number;
}

type Noise = (t: number) => number;
interface Maker {
  readonly about: string;
  readonly noise: (seed: number, patience: number) => Noise;
  /** Way left to fall at t, in patiences, when `end` is where the fall ends. Default: a straight line. */
  readonly left?: (t: number, end: number, patience: number) => number;
}

const white = (seed: number): Noise => normal(seed);

export const shapes = {
  straight: { about: 'straight fall, white Gaussian noise', noise: white },
  exponential: {
    about: 'exponential fall, ten times as steep at first',
    noise: white,
    left: (t, end, patience) => {
      // The slope is e^(k(1 − t/end)) with e^k = 10: it ends at one.
      const k = Math.log(10);
      return (end / patience) * ((Math.exp(k * (1 - t / end)) - 1) / k);
    },
  },
  'heavy tails': {
    about: "Student's t with 3 degrees of freedom, scaled to σ",
    noise(seed) {
      const next = normal(seed);
      return () => {
        const chi = next() ** 2 + next() ** 2 + next() ** 2;
        return next() / Math.sqrt(chi);
      };
    },
  },
  spiky: {
    about: '1 loss in 100 up to 20 deviations too high, scaled to σ',
    noise(seed) {
      const next = normal(seed);
      const spike = uniform(seed + 1);
      // Variance: 1 + E(spike²) − E(spike)² = 1 + 1.333 − 0.01.
      return () => (next() + (spike() < 0.01 ? 20 * spike() : 0)) / Math.sqrt(2.323);
    },
  },
  autocorrelated: {
    about: 'noise with a correlation of 0.9 from one loss to the next, long-run deviation σ',
    noise(seed) {
      const next = normal(seed);
      let value = next() / Math.sqrt(0.19);
      return () => {
        value = 0.9 * value + next();
        return 0.1 * value;
      };
    },
  },
  'means of 10': {
    about: 'each mean of 10 losses stands for 10 iterations, as in a log',
    noise(seed) {
      const next = normal(seed);
      let value = 0;
      return (t) => {
        if (t % 10 === 0) value = next() / Math.sqrt(10);
        return value;
      };
    },
  },
  periodic: {
    about: 'white noise and a wave of height σ, ten to a patience',
    noise(seed, patience) {
      const next = normal(seed);
      return (t) => next() + Math.sin((20 * Math.PI * t) / patience);
    },
  },
  noiseless: { about: 'no noise at all', noise: () => () => 0 },
} satisfies Record<string, Maker>;

export type Shape = keyof typeof shapes;

export function losses({ steps, shape, sigma, steepness, falling, seed }: Curve): Float64Array {
  const maker: Maker = shapes[shape];
  const patience = patienceOf(steps);
  const end = falling * steps;
  const noise = maker.noise(seed, patience);
  const left = maker.left ?? ((t: number) => (end - t) / patience);
  return Float64Array.from({ length: steps }, (_, t) => {
    const above = t < end ? left(t, end, patience) : 0;
    return 3 + sigma * (2 * steepness * above + noise(t));
  });
}
