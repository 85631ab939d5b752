import { dirname } from 'node:path';
import { BadInput } from '../badInput.js';
import type { FaceSet } from './dataset.js';
import { enoughImages } from './enoughImages.js';
import { checkImageSize, defaultImageSize, type TrainLoadOptions } from './loadOptions.js';
import { resolveInside } from './pairs/resolveInside.js';
import { forEachLine } from './pairs/textLines.js';
import { readImageFile } from './readImageFile.js';

/**
 * Images that a list names, as MXNet's im2rec takes it: lines "number, label, path" with tabs between them. Of several
 * labels the first counts. Paths are below `root`.
 *
 * @param root where the images are (default: beside the list)
 * @throws BadInput for a line of another form, a path that leads out of `root`, and people with too few images
 */
export async function listFaces(
  path: string,
  { root = dirname(path), ...options }: TrainLoadOptions & { readonly root?: string } = {},
): Promise<FaceSet> {
  const { imageSize = defaultImageSize, onWrongSize = 'fail' } = options;
  checkImageSize(imageSize);
  const files: string[] = [];
  const labels: number[] = [];
  await forEachLine(path, (text, where) => {
    const [, label, ...rest] = text.split('\t');
    const value = Number(label);
    if (rest.length === 0 || !/^\d{1,15}(\.0*)?$/.test(label!)) {
      throw new BadInput(where, `is no "number, label, path" with tabs: ${text}`, 'labels count from 0');
    }
    files.push(resolveInside(root, rest.at(-1)!, where));
    labels.push(value);
  });
  if (files.length === 0) throw new BadInput(path, 'lists no image', 'give lines like: 0, 0, anna/1.jpg');
  const classes = labels.reduce((most, label) => Math.max(most, label), 0) + 1;
  const set: FaceSet = {
    name: path,
    imageSize,
    classes,
    length: files.length,
    label: (index) => labels[index]!,
    image: (index, into) => readImageFile(files[index]!, imageSize, onWrongSize, into),
    place: (index) => ({ file: files[index]! }),
    describe: (index) => files[index]!,
  };
  return enoughImages(set, (label) => `${path}, label ${label}`, options);
}
