import { join } from 'node:path';
import { cacheFolder } from '../cacheFolder.js';
import { cacheName, readCache, writeCache } from '../checkedCache.js';
import type { FaceSet } from '../dataset.js';
import { type DifficultyName, difficulties } from './difficulty.js';
import { type Draw, drawImages } from './drawImages.js';
import { facesjsStyle } from './facesjsStyle.js';
import { notionistsStyle } from './notionistsStyle.js';
import type { Split } from './people.js';

export interface GeneratedOptions {
  /** People (default 400). */
  readonly identities?: number;
  /** Images of each (default 16). */
  readonly perIdentity?: number;
  /** Height and width in pixels (default 32). */
  readonly imageSize?: number;
  /** A whole number (default 3407). */
  readonly seed?: number;
  /** How much images of one person differ (default hard). */
  readonly difficulty?: DifficultyName;
  /** No identity of a test set is in any training set (default train). */
  readonly split?: Split;
  /** facesjs, or notionists as another style to test on (default facesjs). */
  readonly style?: 'facesjs' | 'notionists';
}

export interface GenerateSettings {
  /** Folder for the decoded images; null for no cache (default: the user's cache folder). */
  readonly cache?: string | null;
  /** Called from time to time while images are drawn, but not if they come from the cache. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Called with one line if the cache cannot be written; the images are returned anyway. */
  readonly onWarning?: (line: string) => void;
}

/** Increased when the same options give other images than before. */
const version = 1;

/** All images are kept in memory; older Node versions have no larger arrays. */
const mostBytes = 2 ** 32;

/** Keeps the rasterising threads busy while an image is finished here. */
const inFlight = 16;

/**
 * Draws faces on this machine, so training needs no download: `identities` cartoon people with `perIdentity` images
 * each, in different poses, light and expressions. The same options give the same images; label k is image k ·
 * perIdentity … (k + 1) · perIdentity − 1.
 *
 * All images are kept in memory: identities · perIdentity · imageSize² · 3 bytes (20 MB for the default 6,400).
 *
 * @throws RangeError for an invalid option
 * @example
 * const faces = await generatedFaces({ identities: 3, perIdentity: 2, imageSize: 16 }, { cache: null });
 * faces.length; // 6
 * faces.label(5); // 2
 */
export async function generatedFaces(
  options: GeneratedOptions = {},
  settings: GenerateSettings = {},
): Promise<FaceSet> {
  const chosen = checked(options);
  const { identities, perIdentity, imageSize, split, style, difficulty, seed } = chosen;
  const bytes = imageSize ** 2 * 3;
  const length = identities * perIdentity;
  const contents = JSON.stringify({ version, ...chosen });
  const name = `${style}-${split}-${cacheName(contents)}.u8`;
  const path = settings.cache === null ? null : join(settings.cache ?? cacheFolder(), name);

  let images: Uint8Array | null = path === null ? null : await readCache(path, contents, length * bytes);
  if (images === null) {
    const draw =
      style === 'facesjs'
        ? drawImages(facesjsStyle, difficulties[difficulty], chosen)
        : drawImages(notionistsStyle, difficulties[difficulty], chosen);
    images = await drawAll(draw, length, bytes, settings.onProgress);
    if (path !== null) await keep(path, contents, images, settings.onWarning);
  }
  const all = images;
  return {
    name: `generated ${style} ${split} (${difficulty}, seed ${seed})`,
    imageSize,
    classes: identities,
    length,
    label: (index) => Math.floor(index / perIdentity),
    image: (index, into) => into.set(all.subarray(index * bytes, (index + 1) * bytes)),
    describe: (index) =>
      `generated ${style} ${split}: identity ${Math.floor(index / perIdentity)}, image ${index % perIdentity}`,
  };
}

async function drawAll(
  draw: Draw,
  length: number,
  bytes: number,
  onProgress: GenerateSettings['onProgress'],
): Promise<Uint8Array> {
  const images = new Uint8Array(length * bytes);
  const drawing: Promise<void>[] = [];
  for (let index = 0; index < length; index++) {
    drawing.push(draw(index, images.subarray(index * bytes, (index + 1) * bytes)));
    if (drawing.length < inFlight) continue;
    await drawing.shift();
    if (index % 32 === 0) onProgress?.(index, length);
  }
  await Promise.all(drawing);
  onProgress?.(length, length);
  return images;
}

async function keep(
  path: string,
  contents: string,
  images: Uint8Array,
  onWarning: GenerateSettings['onWarning'],
): Promise<void> {
  try {
    await writeCache(path, contents, images);
  } catch (error) {
    onWarning?.(
      `${path}: the generated faces could not be kept for the next run (${(error as Error).message})`,
    );
  }
}

function checked(options: GeneratedOptions): Required<GeneratedOptions> {
  const { identities = 400, perIdentity = 16, imageSize = 32, seed = 3407 } = options;
  const { difficulty = 'hard', split = 'train', style = 'facesjs' } = options;
  integer('identities', identities, 1);
  integer('perIdentity', perIdentity, 1);
  integer('imageSize', imageSize, 8);
  if (imageSize > 1024) throw new RangeError(`invalid imageSize: ${imageSize} (expected at most 1024)`);
  integer('seed', seed, 0);
  oneOf('difficulty', difficulty, Object.keys(difficulties));
  oneOf('split', split, ['train', 'test']);
  oneOf('style', style, ['facesjs', 'notionists']);
  const bytes = identities * perIdentity * imageSize ** 2 * 3;
  if (bytes > mostBytes) {
    throw new RangeError(
      `invalid identities: ${identities} (their images would take ${(bytes / 2 ** 30).toFixed(1)} GiB)`,
    );
  }
  return { identities, perIdentity, imageSize, seed, difficulty, split, style };
}

function integer(option: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(`invalid ${option}: ${value} (expected an integer, ${option} ≥ ${least})`);
  }
}

function oneOf(option: string, value: string, values: readonly string[]): void {
  if (!values.includes(value)) {
    throw new RangeError(`invalid ${option}: ${JSON.stringify(value)} (expected ${values.join(' or ')})`);
  }
}
