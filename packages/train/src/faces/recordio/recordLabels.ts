import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { BadInput } from '../../badInput.js';
import { cacheFolder } from '../cacheFolder.js';
import { cacheName, readCache, writeCache } from '../checkedCache.js';
import type { RecordFile } from './recordFile.js';
import type { RecordIndex } from './recordIndex.js';
import { type RecordKeys, readLabel, readRecord } from './recordKeys.js';

export interface LabelSettings {
  /**
   * Cache folder for the labels of a file without identity records; null for no cache (default: the user's cache
   * folder).
   */
  readonly cache?: string | null;
  readonly onProgress?: (share: number) => void;
}

/** Number of headers per chunk. */
const atOnce = 256;

/**
 * The label of each image of a record file. If identity records group the images, one image per identity is read.
 * Otherwise every header is read once, which takes about a minute for five million images on a fast disk.
 */
export async function recordLabels(
  file: RecordFile,
  index: RecordIndex,
  keys: RecordKeys,
  settings: LabelSettings = {},
): Promise<Int32Array> {
  const known = await labelsOfIdentities(file, index, keys, settings);
  if (known !== null) return known;
  const { size, mtimeMs } = await stat(file.path);
  const contents = JSON.stringify({ labels: resolve(file.path), size, mtimeMs, images: keys.images });
  const path =
    settings.cache === null
      ? null
      : join(settings.cache ?? cacheFolder(), `labels-${cacheName(contents)}.i32`);
  const kept = path === null ? null : await readCache(path, contents, 4 * keys.images);
  if (kept !== null) return new Int32Array(kept.buffer);
  const labels = await readAll(file, index, keys, settings);
  // If the cache cannot be written, only the next start is slower.
  if (path !== null) await writeCache(path, contents, new Uint8Array(labels.buffer)).catch(() => {});
  return labels;
}

async function readAll(
  file: RecordFile,
  index: RecordIndex,
  { firstImage, images }: RecordKeys,
  { onProgress }: LabelSettings,
): Promise<Int32Array> {
  const labels = new Int32Array(images);
  for (let first = 0; first < images; first += atOnce) {
    const count = Math.min(atOnce, images - first);
    await Promise.all(
      Array.from({ length: count }, async (_, i) => {
        labels[first + i] = await readLabel(file, index, firstImage + first + i);
      }),
    );
    onProgress?.((first + count) / images);
    await setImmediate();
  }
  return labels;
}

/** Null if there are no identity records, or if they do not cover the images consecutively. */
async function labelsOfIdentities(
  file: RecordFile,
  index: RecordIndex,
  { images, firstIdentity, identities }: RecordKeys,
  { onProgress }: LabelSettings,
): Promise<Int32Array | null> {
  if (identities === 0) return null;
  const labels = new Int32Array(images);
  // Images have the keys 1, 2, …; this is the next key without an identity.
  let next = 1;
  for (let i = 0; i < identities; i++) {
    const record = await readRecord(file, index, firstIdentity + i);
    const [first, last] = record.labels.map(Math.trunc) as [number, number | undefined];
    if (first !== next || last === undefined || !(last >= first && last <= images + 1)) return null;
    if (last === first) continue;
    labels.fill(await readLabel(file, index, index.row(first)), first - 1, last - 1);
    next = last;
    if (i % atOnce === 0) onProgress?.(i / identities);
  }
  return next === images + 1 ? labels : null;
}

/** Checks that an image's label is the known one. */
export function checkLabel(known: number, found: number, where: string): void {
  if (known === found) return;
  throw new BadInput(
    where,
    `has the label ${found}, where ${known} was expected`,
    'the file has been changed: start anew',
  );
}
