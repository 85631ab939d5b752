import { dirname, join } from 'node:path';
import { BadInput } from '../../badInput.js';
import { isThere, readPlain } from '../../plainFile.js';
import type { FaceSet } from '../dataset.js';
import { decodeImage } from '../decode/decodeImage.js';
import { enoughImages } from '../enoughImages.js';
import { checkImageSize, defaultImageSize, type TrainLoadOptions } from '../loadOptions.js';
import { classLabel } from './imageRecord.js';
import { RecordFile } from './recordFile.js';
import { type RecordIndex, readRecordIndex } from './recordIndex.js';
import { readRecord, recordKeys, where } from './recordKeys.js';
import { checkLabel, type LabelSettings, recordLabels } from './recordLabels.js';

/** A record file stays open while its set is used. */
export interface RecordFaces extends FaceSet {
  close(): Promise<void>;
}

/**
 * Reads a training set of MXNet, such as MS1MV2, MS1MV3, Glint360K or WebFace: `train.rec` with `train.idx`, and
 * optionally `property` ("classes,height,width"). Files may come from face2rec2, with key 0 and identity records, or
 * from im2rec and others, without them. They may be larger than 4 GiB. The number of classes is the largest label
 * plus one, or the number in `property` if that is larger.
 *
 * @param path the folder, or the .rec file
 * @throws BadInput for inconsistent files, damaged records, and people with too few images
 */
export async function recordFaces(
  path: string,
  options: TrainLoadOptions & LabelSettings = {},
): Promise<RecordFaces> {
  const set = await openRecords(path.endsWith('.rec') ? path : join(path, 'train.rec'), options);
  try {
    return enoughImages(set, (label) => `${set.name}, label ${label}`, options, set.namesPeople);
  } catch (error) {
    await set.close();
    throw error;
  }
}

/** A record file with all that it has, whoever has how many images. `namesPeople`: what says how many people there are. */
export async function openRecords(
  path: string,
  options: TrainLoadOptions & LabelSettings,
): Promise<RecordFaces & { readonly namesPeople: string }> {
  const index = await readRecordIndex(path.replace(/\.rec$/, '.idx'));
  const file = await RecordFile.open(path);
  try {
    return await openFile(file, index, options);
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function openFile(
  file: RecordFile,
  index: RecordIndex,
  options: TrainLoadOptions & LabelSettings,
): Promise<RecordFaces & { readonly namesPeople: string }> {
  const property = await readProperty(join(dirname(file.path), 'property'));
  const { imageSize = property?.imageSize ?? defaultImageSize, onWrongSize = 'fail' } = options;
  checkImageSize(imageSize);
  const keys = await recordKeys(file, index);
  const labels = await recordLabels(file, index, keys, options);
  const greatest = labels.reduce((most, label) => Math.max(most, label), -1);
  if (greatest < 0) throw new BadInput(file.path, 'has no image', 'copy it again');
  if (property !== null && property.classes <= greatest) {
    const problem = `says that there are ${property.classes} people, but ${file.path} has the label ${greatest}`;
    throw new BadInput(property.path, problem, 'correct its first number, or delete the file');
  }
  const rowOf = (image: number) => keys.firstImage + image;
  const label = (image: number) => labels[image]!;
  return {
    name: file.path,
    namesPeople: property?.path ?? file.path,
    imageSize,
    classes: property?.classes ?? greatest + 1,
    length: labels.length,
    label,
    image: async (image, into) => {
      const record = await readRecord(file, index, rowOf(image));
      checkLabel(label(image), classLabel(record.labels[0]!, record.where), record.where);
      await decodeImage(record.image, record.where, imageSize, onWrongSize, into);
    },
    place: (image) => ({
      file: file.path,
      record: { offset: index.offsets[rowOf(image)]!, label: label(image) },
    }),
    describe: (image) => where(file, index.key(rowOf(image))),
    close: () => file.close(),
  };
}

interface Property {
  readonly path: string;
  readonly classes: number;
  readonly imageSize: number;
}

/** "93431,112,112", sometimes with a second line; null if the file does not exist. */
async function readProperty(path: string): Promise<Property | null> {
  if (!(await isThere(path))) return null;
  const text = (await readPlain(path, 1 << 16, 'it has one line')).toString('utf8');
  const match = /^\s*(\d{1,9})\s*,\s*(\d{1,5})\s*,\s*(\d{1,5})\s*(\n|\r|$)/.exec(text);
  const [, classes, height, width] = (match ?? []).map(Number);
  if (match === null || height !== width) {
    throw new BadInput(path, 'is not "classes,size,size"', 'write its first line so, or delete the file');
  }
  return { path, classes: classes!, imageSize: height! };
}
