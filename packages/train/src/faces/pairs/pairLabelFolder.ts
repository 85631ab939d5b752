import { join } from 'node:path';
import { BadInput } from '../../badInput.js';
import { readPlain } from '../../plainFile.js';
import type { PairSet } from '../dataset.js';
import type { LoadOptions } from '../loadOptions.js';
import { readNpy } from '../npy.js';
import { filePairs } from './filePairs.js';

/**
 * A verification set laid out as `folder/imgs/0.jpg`, `1.jpg`, … with `folder/pair_label.npy`: label i is 1 if images
 * 2i and 2i + 1 show one person.
 *
 * @throws BadInput if the labels are not one 0 or 1 per pair
 */
export async function pairLabelFolder(folder: string, options: LoadOptions = {}): Promise<PairSet> {
  const path = join(folder, 'pair_label.npy');
  const { shape, values } = readNpy(await readPlain(path), path);
  const labels = Array.from(values, Number);
  if (shape.length !== 1 || labels.length === 0 || labels.some((label) => label !== 0 && label !== 1)) {
    throw new BadInput(
      path,
      `has no list of 0 and 1 (its shape is ${JSON.stringify(shape)})`,
      'save one label a pair',
    );
  }
  return filePairs(folder, (index) => join(folder, 'imgs', `${index}.jpg`), Uint8Array.from(labels), options);
}
