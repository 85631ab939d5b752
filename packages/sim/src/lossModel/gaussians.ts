import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/**
 * Standard normal numbers from a seed, by Box and Muller (1958) on pure-rand's xoroshiro128+; the same numbers for the
 * same seed and stream everywhere.
 *
 * @param seed any integer
 * @param stream number of an independent sequence of the same seed
 */
export function gaussians(seed: number, stream: number): () => number {
  const generator = xoroshiro128plus((Math.imul(seed, 0x9e3779b1) ^ Math.imul(stream + 1, 0x85ebca6b)) | 0);
  // The first numbers of neighbouring seeds are similar.
  for (let i = 0; i < 16; i++) generator.next();
  return boxMuller(
    () => ((generator.next() >>> 0) + 1) / 2 ** 32,
    () => (generator.next() >>> 0) / 2 ** 32,
  );
}

/** Standard normal numbers from uniform ones, two at a time: the first in (0, 1], the second in [0, 1). */
export function boxMuller(aboveZero: () => number, belowOne: () => number): () => number {
  let spare = Number.NaN;
  return () => {
    if (!Number.isNaN(spare)) {
      const value = spare;
      spare = Number.NaN;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(aboveZero()));
    const angle = 2 * Math.PI * belowOne();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}
