import type { ImageSet } from './dataset.js';
import { checkImageSize, defaultImageSize, type LoadOptions } from './loadOptions.js';
import { readImageFile } from './readImageFile.js';

/** The images of files, read and decoded when they are asked for. */
export function fileImages(
  name: string,
  length: number,
  fileOf: (index: number) => string,
  { imageSize = defaultImageSize, onWrongSize = 'fail' }: LoadOptions,
): ImageSet {
  checkImageSize(imageSize);
  return {
    name,
    imageSize,
    length,
    image: (index, into) => readImageFile(fileOf(index), imageSize, onWrongSize, into),
    place: (index) => ({ file: fileOf(index) }),
    describe: fileOf,
  };
}
