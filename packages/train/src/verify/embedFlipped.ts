import { BadInput } from '../badInput.js';
import type { ImageSet } from '../faces/dataset.js';
import { imageBytes } from '../faces/dataset.js';
import { flip } from '../faces/flip.js';
import { normalise } from '../faces/normalise.js';
import type { Embedder } from './embedder.js';

export interface EmbedOptions {
  /** Images per call of the network, an even number (default 64). */
  readonly batchSize?: number;
  /** `fail` throws a BadInput; `skip` continues and calls `onBadImage` (default fail). */
  readonly onBadImage?: 'fail' | 'skip';
  readonly onProgress?: (done: number, total: number) => void;
}

/** Sums of the embeddings of images first … first + count − 1 and of their mirror images. */
export interface Embedded {
  readonly first: number;
  readonly count: number;
  /** [count, dimension] */
  readonly sums: Float64Array;
  readonly dimension: number;
  /** Sum over these images and their mirror images of the embeddings' Euclidean norms. */
  readonly norms: number;
  /** Errors of unreadable images; their sums are meaningless. */
  readonly bad: ReadonlyMap<number, BadInput>;
}

/**
 * Embeds a set batch by batch, each image both unchanged and mirrored. It keeps no embeddings. The next batch is
 * decoded while the network processes this one.
 *
 * @throws BadInput for an image that cannot be read, and for an embedding that is not finite
 */
export async function* embedFlipped(
  set: ImageSet,
  embedder: Embedder,
  { batchSize = 64, onBadImage = 'fail', onProgress }: EmbedOptions = {},
): AsyncGenerator<Embedded> {
  if (!Number.isSafeInteger(batchSize) || batchSize < 2 || batchSize % 2 !== 0) {
    throw new RangeError(`invalid batchSize: ${batchSize} (expected an even number, batchSize ≥ 2)`);
  }
  const bytes = imageBytes(set);

  async function load(first: number) {
    const count = Math.min(batchSize, set.length - first);
    const pixels = new Uint8Array(count * bytes);
    const bad = new Map<number, BadInput>();
    const one = async (slot: number) => {
      try {
        await set.image(first + slot, pixels.subarray(slot * bytes, (slot + 1) * bytes));
      } catch (error) {
        if (!(error instanceof BadInput) || onBadImage === 'fail') throw error;
        bad.set(first + slot, error);
      }
    };
    await Promise.all(Array.from({ length: count }, (_, slot) => one(slot)));
    return { first, count, pixels, bad };
  }

  let next = load(0);
  for (let at = 0; at < set.length; at += batchSize) {
    const { first, count, pixels, bad } = await next;
    if (at + batchSize < set.length) {
      next = load(at + batchSize);
      // Prevents an unhandled rejection; the error is thrown when the batch is due.
      next.catch(() => {});
    }
    const straight = await embedder(normalise(pixels), count);
    for (let slot = 0; slot < count; slot++)
      flip(pixels.subarray(slot * bytes, (slot + 1) * bytes), set.imageSize);
    const mirrored = await embedder(normalise(pixels), count);
    const dimension = straight.length / count;
    if (!Number.isSafeInteger(dimension) || mirrored.length !== straight.length) {
      throw new RangeError(
        `invalid embeddings: ${straight.length} numbers (expected as many for each of ${count} images)`,
      );
    }
    const sums = new Float64Array(straight.length);
    for (let i = 0; i < sums.length; i++) sums[i] = straight[i]! + mirrored[i]!;
    let norms = 0;
    for (let slot = 0; slot < count; slot++) {
      const start = slot * dimension;
      const lengths = norm(straight, start, dimension) + norm(mirrored, start, dimension);
      if (!Number.isFinite(lengths)) {
        const advice = 'the network has diverged: use an earlier checkpoint';
        throw new BadInput(set.describe(first + slot), 'its embedding is not finite', advice);
      }
      if (!bad.has(first + slot)) norms += lengths;
    }
    yield { first, count, sums, dimension, norms, bad };
    onProgress?.(first + count, set.length);
  }
}

export function norm(values: Float32Array | Float64Array, start: number, length: number): number {
  let sum = 0;
  for (let i = start; i < start + length; i++) sum += values[i]! ** 2;
  return Math.sqrt(sum);
}
