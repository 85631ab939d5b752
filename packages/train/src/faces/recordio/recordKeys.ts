import { BadInput } from '../../badInput.js';
import { imageKind } from '../decode/imageKind.js';
import { headerBytes, type ImageRecord, imageRecord, labelOf } from './imageRecord.js';
import type { RecordFile } from './recordFile.js';
import type { RecordIndex } from './recordIndex.js';

/** Content of a record file, as rows of its index: `images` rows from `firstImage` on, and so on. */
export interface RecordKeys {
  readonly firstImage: number;
  readonly images: number;
  /** Identity records, which list the images of each person; may be empty. */
  readonly firstIdentity: number;
  readonly identities: number;
}

/**
 * Separates images from other records. If the record with key 0 contains no image, its labels [A, B] mean that images
 * have the keys 1 … A − 1 and identities A … B − 1. The payload shows whether it contains an image; the flag does
 * not, because tools that shuffle records also set it for images. A and B are f32 and inexact beyond 2^24; in this
 * case the records near A are read.
 *
 * @throws BadInput if an image is missing in the index
 */
export async function recordKeys(file: RecordFile, index: RecordIndex, exact = 2 ** 24): Promise<RecordKeys> {
  const meta = await readMeta(file, index);
  if (meta === null)
    return { firstImage: 0, images: index.length, firstIdentity: index.length, identities: 0 };
  const [end, last] = meta.labels.map(Math.trunc) as [number, number];
  // Every image is in the index. The labels are rounded to 24 bits.
  if (!(end > 1 && last >= end && end <= index.length * (1 + 2 ** -23) + 1)) {
    throw new BadInput(
      where(file, 0),
      `says that images end at ${end} and identities at ${last}`,
      'copy the file again',
    );
  }
  const border = end > exact ? await firstWithoutImage(file, index, end) : end;
  // Keys are ascending from 0. If none is missing, a key equals its row.
  if (index.row(border - 1) !== border - 1) {
    let missing = 0;
    while (missing < index.length && index.key(missing) === missing) missing++;
    const problem = `has no image ${missing} of ${border - 1} in its index`;
    throw new BadInput(file.path, problem, 'copy the .idx file again');
  }
  const identities = Math.max(0, index.rowFrom(last + border - end) - border);
  return { firstImage: 1, images: border - 1, firstIdentity: border, identities };
}

/** A record by its row, with its position for messages. */
export async function readRecord(
  file: RecordFile,
  index: RecordIndex,
  row: number,
): Promise<ImageRecord & { where: string }> {
  const at = where(file, index.key(row));
  return { ...imageRecord(await file.payload(index.offsets[row]!, at), at), where: at };
}

/** The label of a record; reads only its header. */
export async function readLabel(file: RecordFile, index: RecordIndex, row: number): Promise<number> {
  const at = where(file, index.key(row));
  return labelOf(await file.payload(index.offsets[row]!, at, headerBytes), at);
}

export const where = (file: RecordFile, key: number) => `${file.path}, record ${key}`;

async function readMeta(file: RecordFile, index: RecordIndex): Promise<ImageRecord | null> {
  const row = index.row(0);
  if (row < 0) return null;
  const record = await readRecord(file, index, row);
  return record.labels.length >= 2 && imageKind(record.image) === null ? record : null;
}

async function firstWithoutImage(file: RecordFile, index: RecordIndex, end: number): Promise<number> {
  const holdsImage = async (key: number) => {
    const row = index.row(key);
    return row >= 0 && imageKind((await readRecord(file, index, row)).image) !== null;
  };
  let border = end;
  while (border > end - 8 && !(await holdsImage(border - 1))) border--;
  while (border < end + 8 && (await holdsImage(border))) border++;
  return border;
}
