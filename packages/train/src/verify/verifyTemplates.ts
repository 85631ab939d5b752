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
 * 1:1 verification of IJB-B and IJB-C as in the reference. The feature of an image is the embedding of the image plus
 * that of its mirror image, not normalised, times the detector's score. Features are averaged over the images of a
 * medium and summed over the media of a template. The score is the cosine of two templates, and the TAR is taken at
 * the ROC point nearest to each FAR. A skipped image is left out of its medium's mean.
 *
 * @throws BadInput for an image that cannot be read, and for a template without any readable image
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
      // Rounded to 32-bit floats, as in the reference.
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
