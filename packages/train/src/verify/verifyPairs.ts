import type { BadInput } from '../badInput.js';
import type { PairSet } from '../faces/dataset.js';
import { areaUnder } from './areaUnder.js';
import type { Embedder } from './embedder.js';
import type { EmbedOptions } from './embedFlipped.js';
import { foldedAccuracy } from './foldedAccuracy.js';
import { foldedValidation } from './foldedValidation.js';
import { pairDistances } from './pairDistances.js';
import { rocCurve } from './rocCurve.js';
import { tarAtFar } from './tarAtFar.js';

export interface PairVerification {
  readonly name: string;
  /** Number of compared pairs. */
  readonly pairs: number;
  /** 10-fold accuracy: mean over the folds and standard deviation. */
  readonly accuracy: number;
  readonly accuracyStd: number;
  /** Similarity (cosine) above which a pair is one person, most accurate on all pairs: what `compare` decides by. */
  readonly threshold: number;
  /** 10-fold TAR at FAR 1e-3, and the measured FAR; null if a fold has pairs of one kind only. */
  readonly val: number | null;
  readonly valStd: number | null;
  readonly far: number | null;
  /** Area under the ROC curve of all pairs. */
  readonly auc: number;
  /** TAR of all pairs at the requested FARs. */
  readonly tarAtFar: readonly { readonly far: number; readonly tar: number }[];
  /** Mean norm of an embedding. */
  readonly xnorm: number;
  readonly skipped: readonly BadInput[];
}

/**
 * Verification as in the reference. An image's embedding is the normalised sum of the embeddings of the image and its
 * mirror image. A pair's distance is the squared Euclidean distance, 0 … 4. Accuracy and TAR at FAR use 10-fold
 * cross-validation without shuffling. The network must be in evaluation mode. `auc` and `tarAtFar` (by default at
 * 0.1, 0.01, 0.001) use all pairs and choose no threshold.
 *
 * @throws RangeError for fewer than 10 pairs, or only one kind; BadInput for an image that cannot be read
 * @example
 * const faces = await generatedFaces({ identities: 8, perIdentity: 4, imageSize: 16, split: 'test' }, { cache: null });
 * const report = await verifyPairs(pairsOf(faces, { pairs: 40 }), rawPixels);
 * report.pairs; // 40
 * report.auc > 0.5; // true
 */
export async function verifyPairs(
  set: PairSet,
  embedder: Embedder,
  options: EmbedOptions & { readonly fars?: readonly number[] } = {},
): Promise<PairVerification> {
  const { fars = [0.1, 0.01, 0.001], ...embedding } = options;
  const { distances, same, xnorm, skipped } = await pairDistances(set, embedder, embedding);
  const { accuracy, accuracyStd, threshold } = foldedAccuracy(distances, same);
  const validation = foldedValidation(distances, same);
  const curve = rocCurve(
    distances.map((distance) => -distance),
    same,
  );
  return {
    name: set.name,
    pairs: distances.length,
    accuracy,
    accuracyStd,
    // Of unit vectors the squared distance is 2 − 2 · cosine.
    threshold: 1 - threshold / 2,
    val: validation?.val ?? null,
    valStd: validation?.valStd ?? null,
    far: validation?.far ?? null,
    auc: areaUnder(curve),
    tarAtFar: fars.map((far) => ({ far, tar: tarAtFar(curve, far) })),
    xnorm,
    skipped,
  };
}
