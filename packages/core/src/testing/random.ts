/**
 * Seeded uniform numbers in [0, 1): Marsaglia's xorshift32 (2003) on a seed scrambled by Knuth's multiplicative hash.
 * It makes test losses from one shrinkable seed and is not suited for statistics.
 *
 * @param seed any 32-bit integer
 * @example
 * uniform(1)() === uniform(1)(); // true
 */
export function uniform(seed: number): () => number {
  let x = Math.imul(seed ^ 0x9e3779b9, 0x9e3779b1) | 1;
  return () => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) / 2 ** 32;
  };
}

/** Seeded standard normal numbers, by Box and Muller (1958). */
export function normal(seed: number): () => number {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}
