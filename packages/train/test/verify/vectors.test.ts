import { describe, expect, test } from 'vitest';
import { facePoints, similarityTransform } from '../../src/faces/align/similarityTransform.js';
import type { PairSet } from '../../src/faces/dataset.js';
import { areaUnder } from '../../src/verify/areaUnder.js';
import { foldedAccuracy } from '../../src/verify/foldedAccuracy.js';
import { foldedValidation } from '../../src/verify/foldedValidation.js';
import { pairDistances } from '../../src/verify/pairDistances.js';
import { rocCurve } from '../../src/verify/rocCurve.js';
import { tarAtFar } from '../../src/verify/tarAtFar.js';
import { TemplateFeatures } from '../../src/verify/templateFeatures.js';
import { verifyPairs } from '../../src/verify/verifyPairs.js';
import { verifyTemplates } from '../../src/verify/verifyTemplates.js';
import { vectors } from './readVectors.js';
import { recorded } from './recorded.js';

describe.each(vectors.verifications)('verification against scikit-learn, %#', (expected) => {
  const { set, embedder } = recorded(expected.straight, expected.mirrored, 2 * expected.same.length);
  const pairs: PairSet = { ...set, pairs: expected.same.length, same: (pair) => expected.same[pair] === 1 };

  test.each([2, 10, 64, 1000])('accuracy, curve, XNorm and AUC, %i images at a time', async (batchSize) => {
    const { distances, same, xnorm } = await pairDistances(pairs, embedder, { batchSize });
    expect(xnorm).toBeCloseTo(expected.xnorm, 12);
    const folded = foldedAccuracy(distances, same);
    expect(folded.accuracies).toEqual(expected.accuracies);
    expect(folded.accuracy).toBeCloseTo(expected.accuracy, 12);
    expect(folded.accuracyStd).toBeCloseTo(expected.accuracyStd, 12);
    for (const [i, tpr] of expected.meanTpr.entries()) expect(folded.tpr[20 * i]).toBeCloseTo(tpr, 12);
    for (const [i, fpr] of expected.meanFpr.entries()) expect(folded.fpr[20 * i]).toBeCloseTo(fpr, 12);
    const report = await verifyPairs(pairs, embedder, { batchSize });
    expect(report.accuracy).toBe(folded.accuracy);
    expect(report.auc).toBeCloseTo(expected.auc, 12);
  });

  test('TAR at FAR over the folds', async () => {
    const { distances, same } = await pairDistances(pairs, embedder);
    const { val, valStd, far } = foldedValidation(distances, same, expected.target)!;
    expect(val).toBeCloseTo(expected.val, 12);
    expect(valStd).toBeCloseTo(expected.valStd, 12);
    expect(far).toBeCloseTo(expected.far, 12);
  });
});

test.each(vectors.curves)('ROC against scikit-learn, %#', ({ same, scores, fpr, tpr, auc, fars, tars }) => {
  const curve = rocCurve(Float64Array.from(scores), Uint8Array.from(same));
  expect(Array.from(curve.fpr)).toEqual(fpr);
  expect(Array.from(curve.tpr)).toEqual(tpr);
  expect(areaUnder(curve)).toBeCloseTo(auc, 12);
  expect(fars.map((far) => tarAtFar(curve, far))).toEqual(tars);
});

describe('templates against NumPy', () => {
  const expected = vectors.templates;
  const images = expected.templates.length;
  const ints = (values: number[]) => Int32Array.from(values);
  const { set, embedder } = recorded(expected.straight, expected.mirrored, images);

  test('cosines', () => {
    const features = new TemplateFeatures(ints(expected.templates), ints(expected.media));
    const dimension = expected.straight.length / images;
    // In any order: nothing depends on it.
    for (let image = images - 1; image >= 0; image--) {
      const sum = Array.from({ length: dimension }, (_, i) => {
        const at = image * dimension + i;
        return Math.fround(expected.straight[at]!) + Math.fround(expected.mirrored[at]!);
      });
      features.add(image, sum, expected.scores[image]!);
    }
    for (const [i, cosine] of expected.cosines.entries()) {
      expect(features.cosine(expected.first[7 * i]!, expected.second[7 * i]!)).toBeCloseTo(cosine, 5);
    }
  });

  test('TAR at FAR', async () => {
    const report = await verifyTemplates(
      {
        ...set,
        templates: ints(expected.templates),
        media: ints(expected.media),
        scores: Float32Array.from(expected.scores),
        first: ints(expected.first),
        second: ints(expected.second),
        same: Uint8Array.from(expected.same),
      },
      embedder,
      { batchSize: 8 },
    );
    expect(report.tarAtFar.map(({ tar }) => tar)).toEqual(expected.tars);
    expect(report.auc).toBeCloseTo(expected.auc, 12);
    expect(report).toMatchObject({ images, templatePairs: expected.same.length, skipped: [] });
  });
});

test.each(vectors.alignments)('alignment against Umeyama by SVD, %#', ({ points, matrix }) => {
  const transform = similarityTransform(points, facePoints);
  for (const [i, value] of matrix.flat().entries()) expect(transform[i]).toBeCloseTo(value, 9);
});
