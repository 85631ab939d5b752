import { Random } from '../random.js';

/** The order in which an epoch sees its images: a permutation of 0 … length − 1, named by the seed and the epoch. */
export function epochOrder(length: number, seed: number, epoch: number): Uint32Array {
  return new Random(seed, 'order', epoch).shuffle(Uint32Array.from({ length }, (_, index) => index));
}
