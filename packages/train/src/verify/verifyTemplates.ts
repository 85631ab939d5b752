import { BadInput } from '../badInput.js';
import type { TemplateSet } from '../faces/dataset.js';
import { areaUnder } from './areaUnder.js';
import type { Embedder } from './embedder.js';
import { type EmbedOptions, embedFlipped } from './embedFlipped.js';
import { rocCurve } from './rocCurve.js';
import { tarAtFar } from './tarAtFar.js';
import { TemplateFeatures } from './templateFeatures.js';

export interface TemplateVerification {
  readonly name: string;
  readonly templatePairs: number;
  readonly images: number;
  /** TAR at FAR 1e-6 … 1e-1. */
  readonly tarAtFar: readonly { readonly far: number; readonly tar: number }[];
  readonly auc: number;
  readonly skipped: readonly BadInput[];
}

/** The FARs of IJB's tables. */
export const ijbFars = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1];

/**
 * 1:1 verification of IJB-B and IJB-C as the reference does it: embedding of an image plus that of its mirror image, not
 * normalised, times the detector's score; mean over the images of a medium, sum over the media of a template; cosine of
 * two templates; TAR at the ROC point nearest to each FAR. A skipped image leaves its medium's other images to speak for
 * it, with the weight they had.
 *
 * @throws BadInput for an image that cannot be read, and for a template all of whose images were skipped
 */
export async function verifyTemplates(
  set: TemplateSet,
  embedder: Embedder,
  options: EmbedOptions = {},
): Promise<TemplateVerification> {
  const features = new TemplateFeatures(set.templates, set.media);
  const skipped: BadInput[] = [];
  for await (const { first, count, sums, dimension, bad } of embedFlipped(set, embedder, options)) {
    skipped.push(...bad.values());
    for (let slot = 0; slot < count; slot++) {
      if (bad.has(first + slot)) continue;
      // Rounded as the reference keeps its embeddings.
      const embedding = Float32Array.from(sums.subarray(slot * dimension, (slot + 1) * dimension));
      features.add(first + slot, embedding, set.scores[first + slot]!);
    }
  }
  const scores = new Float64Array(set.same.length);
  for (let pair = 0; pair < scores.length; pair++) {
    const [a, b] = [set.first[pair]!, set.second[pair]!];
    for (const template of [a, b]) {
      if (features.has(template)) continue;
      throw new BadInput(
        set.name,
        `template ${template} has no image that could be read`,
        'restore one of its images',
      );
    }
    scores[pair] = features.cosine(a, b);
  }
  const curve = rocCurve(scores, set.same);
  return {
    name: set.name,
    templatePairs: scores.length,
    images: set.length,
    tarAtFar: ijbFars.map((far) => ({ far, tar: tarAtFar(curve, far) })),
    auc: areaUnder(curve),
    skipped,
  };
}
