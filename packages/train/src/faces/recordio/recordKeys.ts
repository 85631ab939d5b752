import { BadInput } from '../../badInput.js';
import { imageKind } from '../decode/imageKind.js';
import { headerBytes, type ImageRecord, imageRecord, labelOf } from './imageRecord.js';
import type { RecordFile } from './recordFile.js';
import { findKey, type RecordIndex } from './recordIndex.js';

/** What a record file holds, as rows of its index: `images` of them from `firstImage` on, and so on. */
export interface RecordKeys {
  readonly firstImage: number;
  readonly images: number;
  /** Records that say which images each person has; none where the file has none. */
  readonly firstIdentity: number;
  readonly identities: number;
}

/**
 * Tells images from the other records. Key 0 is a record of its own where it holds no image: its labels [A, B] say that
 * images have the keys 1 … A − 1 and identities A … B − 1. Whether it holds one is seen from its payload, since tools that
 * shuffle records give images a flag too. A and B are f32, which are not exact beyond 2^24: there, the records near A are
 * looked at.
 *
 * @throws BadInput where an image is missing in the index
 */
export async function recordKeys(file: RecordFile, index: RecordIndex, exact = 2 ** 24): Promise<RecordKeys> {
  const { keys } = index;
  const meta = await readMeta(file, index);
  if (meta === null) return { firstImage: 0, images: keys.length, firstIdentity: keys.length, identities: 0 };
  const [end, last] = meta.labels.map(Math.trunc) as [number, number];
  if (!(end > 1 && last >= end)) {
    throw new BadInput(
      where(file, 0),
      `says that images end at ${end} and identities at ${last}`,
      'copy the file again',
    );
  }
  const border = end > exact ? await firstWithoutImage(file, index, end) : end;
  // Keys rise from 0: with none missing, a key is its own row.
  if (keys[border - 1] !== border - 1) {
    const missing = keys.findIndex((key, row) => key !== row);
    const problem = `has no image ${missing < 0 ? keys.length : missing} of ${border - 1} in its index`;
    throw new BadInput(file.path, problem, 'copy the .idx file again');
  }
  const behind = keys.subarray(border).findIndex((key) => key >= last + border - end);
  const identities = behind < 0 ? keys.length - border : behind;
  return { firstImage: 1, images: border - 1, firstIdentity: border, identities };
}

/** A record by its row, with where it is for messages. */
export async function readRecord(
  file: RecordFile,
  { keys, offsets }: RecordIndex,
  row: number,
): Promise<ImageRecord & { where: string }> {
  const at = where(file, keys[row]!);
  return { ...imageRecord(await file.payload(offsets[row]!, at), at), where: at };
}

/** The label of a record, of which only the header is read. */
export async function readLabel(
  file: RecordFile,
  { keys, offsets }: RecordIndex,
  row: number,
): Promise<number> {
  const at = where(file, keys[row]!);
  return labelOf(await file.payload(offsets[row]!, at, headerBytes), at);
}

export const where = (file: RecordFile, key: number) => `${file.path}, record ${key}`;

async function readMeta(file: RecordFile, index: RecordIndex): Promise<ImageRecord | null> {
  const row = findKey(index, 0);
  if (row < 0) return null;
  const record = await readRecord(file, index, row);
  return record.labels.length >= 2 && imageKind(record.image) === null ? record : null;
}

async function firstWithoutImage(file: RecordFile, index: RecordIndex, end: number): Promise<number> {
  const holdsImage = async (key: number) => {
    const row = findKey(index, key);
    return row >= 0 && imageKind((await readRecord(file, index, row)).image) !== null;
  };
  let border = end;
  while (border > end - 8 && !(await holdsImage(border - 1))) border--;
  while (border < end + 8 && (await holdsImage(border))) border++;
  return border;
}
