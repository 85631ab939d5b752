import { dirname } from 'node:path';
import type { PairSet } from './dataset.js';
import type { LoadOptions } from './loadOptions.js';
import { pairLabelFolder } from './pairs/pairLabelFolder.js';
import { pairsFile } from './pairs/pairsFile.js';
import { verificationBin } from './pairs/verificationBin.js';

/**
 * Opens a verification set: a .bin file of insightface; a text file of pairs (LFW's pairs.txt, a CSV, "path path 0|1"); or
 * a folder with imgs and pair_label.npy.
 *
 * @param root where the images of a text file are (default: beside it)
 * @throws BadInput for anything else
 */
export async function openPairs(
  path: string,
  { root = dirname(path), ...options }: LoadOptions & { readonly root?: string } = {},
): Promise<PairSet> {
  if (/\.bin$/i.test(path)) return verificationBin(path, options);
  if (/\.(txt|csv|tsv|lst)$/i.test(path)) return pairsFile(path, root, options);
  return pairLabelFolder(path, options);
}
