import type { BadInput } from '../badInput.js';
import type { PairSet } from '../faces/dataset.js';
import type { Embedder } from './embedder.js';
import { type EmbedOptions, embedFlipped, norm } from './embedFlipped.js';

export interface PairDistances {
  /** ‖a/‖a‖ − b/‖b‖‖² of each pair, 0 … 4, where a is the embedding of an image plus that of its mirror image. */
  readonly distances: Float64Array;
  /** 1 where the pair is of one person, else 0. */
  readonly same: Uint8Array;
  /** Mean norm of the embeddings before they were added and normalised. */
  readonly xnorm: number;
  /** Errors of unreadable images; their pairs are left out. */
  readonly skipped: readonly BadInput[];
}

/** The distances of a set's pairs. Embeddings are not kept, so it needs the memory of two batches. */
export async function pairDistances(
  set: PairSet,
  embedder: Embedder,
  options: EmbedOptions = {},
): Promise<PairDistances> {
  const distances: number[] = [];
  const same: number[] = [];
  const skipped: BadInput[] = [];
  let norms = 0;
  for await (const batch of embedFlipped(set, embedder, options)) {
    norms += batch.norms;
    skipped.push(...batch.bad.values());
    for (let slot = 0; slot < batch.count; slot += 2) {
      if (batch.bad.has(batch.first + slot) || batch.bad.has(batch.first + slot + 1)) continue;
      distances.push(distance(batch.sums, slot * batch.dimension, batch.dimension));
      same.push(set.same((batch.first + slot) / 2) ? 1 : 0);
    }
  }
  return {
    distances: Float64Array.from(distances),
    same: Uint8Array.from(same),
    xnorm: norms / (2 * (set.length - skipped.length)),
    skipped,
  };
}

/** Distance between two adjacent embeddings. An embedding of length 0 stays 0, as in scikit-learn's normalize. */
function distance(sums: Float64Array, start: number, dimension: number): number {
  const first = norm(sums, start, dimension) || 1;
  const second = norm(sums, start + dimension, dimension) || 1;
  let sum = 0;
  for (let i = start; i < start + dimension; i++)
    sum += (sums[i]! / first - sums[i + dimension]! / second) ** 2;
  return sum;
}
