import { stat } from 'node:fs/promises';
import { BadInput } from '../badInput.js';
import { imagesBelow, PassedOver } from '../faces/imagesBelow.js';
import { unreadable } from '../plainFile.js';

export interface ImageFiles {
  readonly files: readonly string[];
  /** What was passed over in folders, one line a folder. */
  readonly leftOut: readonly BadInput[];
}

/**
 * The files that are named, and in place of a folder the images in it and in the folders in it, by name.
 *
 * @throws BadInput for a path that is not there, and for a folder without images
 */
export async function imageFiles(paths: readonly string[]): Promise<ImageFiles> {
  const files: string[] = [];
  const leftOut: BadInput[] = [];
  for (const path of paths) {
    const found = await stat(path).catch((error: unknown) => {
      throw unreadable(path, error);
    });
    if (!found.isDirectory()) {
      files.push(path);
      continue;
    }
    const passedOver = new PassedOver();
    const images = await imagesBelow(path, passedOver);
    leftOut.push(...passedOver.notes(path));
    if (images.length === 0) throw new BadInput(path, 'has no image', 'name another folder');
    for (const image of images) files.push(image);
  }
  return { files, leftOut };
}
