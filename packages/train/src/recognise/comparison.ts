import { type Embeddings, row } from './embeddings.js';
import { similarity } from './similarity.js';

/** Two images compared. */
export interface Comparison {
  /** Cosine of the embeddings, −1 … 1. */
  readonly similarity: number;
  readonly threshold: number | null;
  /** Whether the similarity is above the threshold; null if there is none. */
  readonly same: boolean | null;
}

/** The first two embeddings compared. */
export function comparisonOf(both: Embeddings, threshold: number | null): Comparison {
  const cosine = similarity(row(both, 0), row(both, 1));
  return { similarity: cosine, threshold, same: threshold === null ? null : cosine > threshold };
}
