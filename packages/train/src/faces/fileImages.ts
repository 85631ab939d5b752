import type { ImageSet } from './dataset.js';
import { checkImageSize, defaultImageSize, type LoadOptions } from './loadOptions.js';
import { readImageFile } from './readImageFile.js';

/** The images of these files, read and decoded when they are asked for. */
export function fileImages(
  name: string,
  files: readonly string[],
  { imageSize = defaultImageSize, onWrongSize = 'fail' }: LoadOptions,
): ImageSet {
  checkImageSize(imageSize);
  return {
    name,
    imageSize,
    length: files.length,
    image: (index, into) => readImageFile(files[index]!, imageSize, onWrongSize, into),
    describe: (index) => files[index]!,
  };
}
