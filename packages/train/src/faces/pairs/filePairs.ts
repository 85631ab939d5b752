import type { PairSet } from '../dataset.js';
import { decodeImage } from '../decode/decodeImage.js';
import { checkImageSize, defaultImageSize, type LoadOptions } from '../loadOptions.js';
import { readImageFile } from '../readImageFile.js';

/** Pairs of image files: pair i is files 2i and 2i + 1. */
export function filePairs(
  name: string,
  fileOf: (index: number) => string,
  same: Uint8Array,
  { imageSize = defaultImageSize, onWrongSize = 'fail' }: LoadOptions,
): PairSet {
  checkImageSize(imageSize);
  return {
    name,
    imageSize,
    length: 2 * same.length,
    pairs: same.length,
    same: (pair) => same[pair] === 1,
    image: async (index, into) => {
      const file = fileOf(index);
      return decodeImage(await readImageFile(file), file, imageSize, onWrongSize, into);
    },
    describe: fileOf,
  };
}
