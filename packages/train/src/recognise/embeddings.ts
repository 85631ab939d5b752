import type { BadInput } from '../badInput.js';
import type { ImageSet } from '../faces/dataset.js';
import type { Embedder } from '../verify/embedder.js';
import { type EmbedOptions, embedFlipped, norm } from '../verify/embedFlipped.js';

/** Embeddings of length 1, one a row. */
export interface Embeddings {
  /** Of each row: the image's file or record. */
  readonly names: readonly string[];
  /** Numbers in a row. */
  readonly dimension: number;
  /** [names.length, dimension] */
  readonly values: Float32Array;
  /** Errors of unreadable images, which have no row. */
  readonly skipped: readonly BadInput[];
}

/**
 * Embeds images as verification does: the embeddings of the image and of its mirror image are added and scaled to
 * length 1. The cosine of two images is then the product of their rows.
 *
 * @throws BadInput for an image that cannot be read, unless it is to be skipped
 */
export async function embedImages(
  set: ImageSet,
  embedder: Embedder,
  options: EmbedOptions = {},
): Promise<Embeddings> {
  const names: string[] = [];
  const skipped: BadInput[] = [];
  let dimension = 0;
  let values = new Float32Array(0);
  for await (const batch of embedFlipped(set, embedder, options)) {
    if (dimension === 0) {
      dimension = batch.dimension;
      values = new Float32Array(set.length * dimension);
    }
    skipped.push(...batch.bad.values());
    for (let slot = 0; slot < batch.count; slot++) {
      if (batch.bad.has(batch.first + slot)) continue;
      const [from, to] = [slot * dimension, names.length * dimension];
      // An embedding of length 0 stays 0, as in scikit-learn's normalize.
      const length = norm(batch.sums, from, dimension) || 1;
      for (let i = 0; i < dimension; i++) values[to + i] = batch.sums[from + i]! / length;
      names.push(set.describe(batch.first + slot));
    }
  }
  return { names, dimension, values: values.subarray(0, names.length * dimension), skipped };
}

/** Row `index`, as a view. */
export const row = ({ values, dimension }: Embeddings, index: number): Float32Array =>
  values.subarray(index * dimension, (index + 1) * dimension);
