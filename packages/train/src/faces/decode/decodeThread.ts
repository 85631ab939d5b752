import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { readOnly } from '../../plainFile.js';
import { type Augmenting, augmentSlot } from '../augment.js';
import type { ImagePlace } from '../dataset.js';
import { normalise } from '../normalise.js';
import { classLabel, imageRecord } from '../recordio/imageRecord.js';
import { wholeLength } from '../recordio/recordFile.js';
import { openTurboJpeg } from './turboJpeg.js';

/** Images to decode and augment, each into its slot of `images`. */
export interface DecodeJob extends Augmenting {
  readonly id: number;
  readonly size: number;
  /** f32, as {@link normalise} makes them. */
  readonly images: SharedArrayBuffer;
  readonly slots: readonly number[];
  readonly places: readonly ImagePlace[];
}

/** The slots that hold their image now. */
export interface DecodeReply {
  readonly id: number;
  readonly done: readonly number[];
}

/** Longer files are read by the main thread, few at a time. */
const mostBytes = 1 << 22;
/** The first read of a record: most images need no second one. */
const guess = 1 << 14;

const decode = await openTurboJpeg();
const records = new Map<string, number>();
let buffer = Buffer.alloc(guess);

parentPort!.on('message', async ({ id, size, images, slots, places, ...augmenting }: DecodeJob) => {
  const length = size * size * 3;
  const pixels = new Uint8Array(length);
  const done: number[] = [];
  for (const [i, slot] of slots.entries()) {
    try {
      if (!decode(encoded(places[i]!), size, pixels)) continue;
      await augmentSlot(pixels, size, slot, augmenting);
      normalise(pixels, new Float32Array(images, 4 * slot * length, length));
      done.push(slot);
    } catch {
      // The main thread reads it once more, and says what is wrong with it.
    }
  }
  parentPort!.postMessage({ id, done } satisfies DecodeReply);
});

function encoded({ file, record }: ImagePlace): Uint8Array {
  if (record === undefined) return wholeFile(file);
  let opened = records.get(file);
  if (opened === undefined) {
    opened = openSync(file, readOnly);
    records.set(file, opened);
  }
  const descriptor = opened;
  const read = (length: number, from: number, at: number) => {
    grow(length);
    return readSync(descriptor, buffer, from, length - from, record.offset + at);
  };
  const first = buffer.subarray(0, read(guess, 0, 0));
  const length = 8 + wholeLength(first);
  if (length > mostBytes) throw new RangeError('long');
  if (length > first.length && first.length + read(length, first.length, first.length) < length)
    throw new RangeError('truncated');
  const { labels, image } = imageRecord(buffer.subarray(8, length), file);
  if (classLabel(labels[0]!, file) !== record.label) throw new RangeError('other label');
  return image;
}

function wholeFile(path: string): Uint8Array {
  const file = openSync(path, readOnly);
  try {
    const found = fstatSync(file);
    if (!found.isFile() || found.size > mostBytes) throw new RangeError('not an image');
    grow(found.size);
    return buffer.subarray(0, readSync(file, buffer, 0, found.size, 0));
  } finally {
    closeSync(file);
  }
}

function grow(length: number): void {
  if (length > buffer.length) buffer = Buffer.concat([buffer], 2 * length);
}
