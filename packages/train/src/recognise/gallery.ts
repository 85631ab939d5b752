import type { Embeddings } from './embeddings.js';

/** A row of a gallery that resembles what was looked for. */
export interface Match {
  readonly name: string;
  /** −1 … 1. */
  readonly similarity: number;
}

/**
 * Embeddings to search among (1:N). A search compares with every row and forgets none: 100,000 embeddings of 512
 * numbers are 51 million products.
 *
 * @example
 * import { Gallery } from '@fastface/train';
 * const gallery = new Gallery({ names: ['anna', 'ben'], dimension: 2, values: Float32Array.of(1, 0, 0, 1) });
 * gallery.search(Float32Array.of(0, 1), 1); // [{ name: 'ben', similarity: 1 }]
 */
export class Gallery {
  readonly names: readonly string[];
  readonly dimension: number;
  readonly values: Float32Array;

  /** @throws RangeError if there are not `dimension` numbers for every name */
  constructor({ names, dimension, values }: Omit<Embeddings, 'skipped'>) {
    if (values.length !== names.length * dimension)
      throw new RangeError(
        `invalid gallery: ${values.length} numbers for ${names.length} rows of ${dimension}`,
      );
    this.names = names;
    this.dimension = dimension;
    this.values = values;
  }

  /**
   * The most similar rows, best first; of equals the first in the gallery.
   *
   * @param query an embedding of length 1
   * @param top how many, at least 1
   * @throws RangeError if the query has another length
   */
  search(query: Float32Array, top = 5): Match[] {
    if (query.length !== this.dimension)
      throw new RangeError(`invalid query: ${query.length} numbers (the gallery has ${this.dimension})`);
    const scores = products(this.values, query, this.names.length);
    const best: number[] = [];
    let least = Number.NEGATIVE_INFINITY;
    for (let row = 0; row < scores.length; row++) {
      const score = scores[row]!;
      if (best.length === top && !(score > least)) continue;
      let at = best.length;
      while (at > 0 && scores[best[at - 1]!]! < score) at--;
      best.splice(at, 0, row);
      if (best.length > top) best.pop();
      least = scores[best.at(-1)!]!;
    }
    return best.map((row) => ({ name: this.names[row]!, similarity: scores[row]! }));
  }
}

/** The product of every row with the query. Four sums at a time, so that no addition waits for the one before. */
function products(values: Float32Array, query: Float32Array, rows: number): Float64Array {
  const dimension = query.length;
  const even = dimension & ~3;
  const scores = new Float64Array(rows);
  for (let row = 0, at = 0; row < rows; row++) {
    let [a, b, c, d] = [0, 0, 0, 0];
    let i = 0;
    for (; i < even; i += 4, at += 4) {
      a += values[at]! * query[i]!;
      b += values[at + 1]! * query[i + 1]!;
      c += values[at + 2]! * query[i + 2]!;
      d += values[at + 3]! * query[i + 3]!;
    }
    for (; i < dimension; i++, at++) a += values[at]! * query[i]!;
    scores[row] = a + b + (c + d);
  }
  return scores;
}
