import type { PairSet } from '../dataset.js';
import { fileImages } from '../fileImages.js';
import type { LoadOptions } from '../loadOptions.js';

/** Pairs of image files: pair i is files 2i and 2i + 1. */
export function filePairs(
  name: string,
  fileOf: (index: number) => string,
  same: Uint8Array,
  options: LoadOptions,
): PairSet {
  return {
    ...fileImages(name, 2 * same.length, fileOf, options),
    pairs: same.length,
    same: (pair) => same[pair] === 1,
  };
}
