import { RandomNumbers } from './randomNumbers.js';

/** Noise at iterations 0, 1, 2, … in order. Its long-run deviation is 1 per iteration unless stated otherwise. */
export type Noise = (iteration: number) => number;
/** Noise made from a seed, for a patience in iterations. */
export type NoiseMaker = (seed: number, patience: number) => Noise;

export const none: NoiseMaker = () => () => 0;

/** White and Gaussian. */
export const white: NoiseMaker = (seed) => {
  const numbers = new RandomNumbers(seed);
  return () => numbers.normal();
};

/** Student's t with 3 degrees of freedom, whose standard deviation is √3. */
export const heavyTails: NoiseMaker = (seed) => {
  const numbers = new RandomNumbers(seed);
  return () => {
    const chi = numbers.normal() ** 2 + numbers.normal() ** 2 + numbers.normal() ** 2;
    return numbers.normal() / Math.sqrt(chi);
  };
};

/** White, but one in a hundred is up to 20 too high: a variance of 1 + E(spike²) − E(spike)² = 2.323 is scaled to 1. */
export const spikes: NoiseMaker = (seed) => {
  const numbers = new RandomNumbers(seed);
  return () =>
    (numbers.normal() + (numbers.uniform() < 0.01 ? 20 * numbers.uniform() : 0)) / Math.sqrt(2.323);
};

/** First-order autoregression with the given correlation. */
export const correlated =
  (correlation: (patience: number) => number): NoiseMaker =>
  (seed, patience) => {
    const numbers = new RandomNumbers(seed);
    const rho = correlation(patience);
    let value = numbers.normal() / Math.sqrt(1 - rho ** 2);
    return () => {
      value = rho * value + numbers.normal();
      return (1 - rho) * value;
    };
  };

/** Means of ten, each held for ten iterations. */
export const meansOfTen: NoiseMaker = (seed) => {
  const numbers = new RandomNumbers(seed);
  let held = 0;
  return (iteration) => {
    if (iteration % 10 === 0) held = numbers.normal() / Math.sqrt(10);
    return held;
  };
};

/** White, plus a wave of height 1 with the given number of periods per patience. */
export const wave =
  (periods: number): NoiseMaker =>
  (seed, patience) => {
    const numbers = new RandomNumbers(seed);
    return (iteration) => numbers.normal() + Math.sin((2 * Math.PI * periods * iteration) / patience);
  };

/** A few batches in a fixed order, five passes per patience. Each batch has its own loss, with some noise. */
export const passes: NoiseMaker = (seed, patience) => {
  const numbers = new RandomNumbers(seed);
  const own = Array.from({ length: Math.max(2, Math.floor(patience / 5)) }, () => numbers.normal());
  return (iteration) => own[iteration % own.length]! + 0.3 * numbers.normal();
};

/** White, with bursts of NaN that last for a twentieth of a patience, two to five patiences apart. */
export const nanBursts: NoiseMaker = (seed, patience) => {
  const numbers = new RandomNumbers(seed);
  let left = 0;
  return () => {
    if (left === 0 && numbers.uniform() < 0.4 / patience) left = Math.ceil(patience / 20);
    const value = numbers.normal();
    if (left === 0) return value;
    left--;
    return Number.NaN;
  };
};
