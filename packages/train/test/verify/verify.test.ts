import { describe, expect, test } from 'vitest';
import { BadInput } from '../../src/badInput.js';
import { warp } from '../../src/faces/align/warp.js';
import type { PairSet } from '../../src/faces/dataset.js';
import { generatedFaces } from '../../src/faces/generated/generatedFaces.js';
import { pairsOf } from '../../src/faces/pairsOf.js';
import { Random } from '../../src/random.js';
import { foldedAccuracy } from '../../src/verify/foldedAccuracy.js';
import { foldedValidation } from '../../src/verify/foldedValidation.js';
import { folds } from '../../src/verify/folds.js';
import { rawPixels } from '../../src/verify/rawPixels.js';
import { rocCurve } from '../../src/verify/rocCurve.js';
import { TemplateFeatures } from '../../src/verify/templateFeatures.js';
import { verifyPairs } from '../../src/verify/verifyPairs.js';
import { recorded } from './recorded.js';

describe('folds', () => {
  test('are contiguous, the first ones longer', () => {
    expect(folds(103, 10)).toEqual([0, 11, 22, 33, 43, 53, 63, 73, 83, 93, 103]);
  });
  test('are not empty', () => {
    expect(() => folds(9, 10)).toThrow('invalid pairs: 9 (10-fold verification needs at least 10)');
    expect(() => folds(9, 1)).toThrow('invalid folds: 1');
  });
});

describe('accuracy', () => {
  test('a distance that equals a threshold is not accepted by it', () => {
    // 0.29 is not 29 · 0.01 in binary: compared as numbers, not as quotients.
    for (const i of [1, 29, 57, 100, 399]) {
      const distances = new Float64Array(20).fill(i * 0.01);
      const same = Uint8Array.from({ length: 20 }, () => 1);
      const { thresholds, tpr } = foldedAccuracy(distances, same);
      expect(tpr[i]).toBe(0);
      if (i < 399) expect(tpr[i + 1]).toBeCloseTo(1, 12);
      expect(thresholds[0]).toBe(i < 399 ? (i + 1) * 0.01 : 0);
    }
  });

  test('a distance of 4, or none, is counted', () => {
    const distances = Float64Array.from({ length: 20 }, (_, i) => (i % 2 ? 4 : 0));
    const same = Uint8Array.from({ length: 20 }, (_, i) => (i % 2 ? 0 : 1));
    expect(foldedAccuracy(distances, same).accuracy).toBe(1);
  });
});

describe('TAR at FAR over folds', () => {
  test('says nothing where a fold has pairs of one kind only', () => {
    const same = Uint8Array.from({ length: 20 }, (_, i) => (i < 10 ? 1 : 0));
    expect(foldedValidation(new Float64Array(20).fill(1), same)).toBeNull();
  });
  test('between two FARs the last thresholds of both count', () => {
    // Different pairs at 1 and 2, same ones at 1.2. FAR 0 up to the threshold 1.000, 0.5 up to 2.000: for a quarter, 1.5.
    const distances = Float64Array.from({ length: 40 }, (_, i) => [1.0005, 1.2, 2.0005, 1.2][i % 4]!);
    const same = Uint8Array.from({ length: 40 }, (_, i) => i % 2);
    expect(foldedValidation(distances, same, 0.25)).toEqual({ val: 1, valStd: 0, far: 0.5 });
    // For a twentieth, 1.1.
    expect(foldedValidation(distances, same, 0.05)).toEqual({ val: 0, valStd: 0, far: 0.5 });
  });
  test('is 0 where no threshold reaches the FAR', () => {
    const same = Uint8Array.from({ length: 20 }, (_, i) => i % 2);
    const far = Float64Array.from({ length: 20 }, (_, i) => (i % 2 ? 0.1 : 4));
    expect(foldedValidation(far, same)).toEqual({ val: 0, valStd: 0, far: 0 });
  });
});

describe('ROC', () => {
  test('needs both kinds, and numbers', () => {
    expect(() => rocCurve(Float64Array.of(1, 2), Uint8Array.of(1, 1))).toThrow(
      'needs pairs of one person and pairs',
    );
    expect(() => rocCurve(Float64Array.of(1, Number.NaN), Uint8Array.of(1, 0))).toThrow(
      'invalid score: NaN (pair 1)',
    );
  });
  test('of many pairs has few points', () => {
    const random = new Random('roc');
    const same = Uint8Array.from({ length: 200_000 }, () => (random.chance(0.001) ? 1 : 0));
    const scores = Float64Array.from(same, (value) => random.normal() + value);
    expect(rocCurve(scores, same).fpr.length).toBeLessThan(1000);
  });
});

describe('verification of pairs', () => {
  const random = new Random('embeddings');
  const numbers = Array.from({ length: 40 * 3 }, () => random.normal());
  const { set, embedder, calls } = recorded(numbers, numbers, 40);
  const pairs: PairSet = { ...set, pairs: 20, same: (pair) => pair % 3 === 0 };

  test('calls the network with full batches and the rest', async () => {
    await verifyPairs(pairs, embedder, { batchSize: 16 });
    expect(calls).toEqual([16, 16, 16, 16, 8, 8]);
  });

  test('reports progress', async () => {
    const done: [number, number][] = [];
    await verifyPairs(pairs, embedder, { batchSize: 16, onProgress: (...at) => done.push(at) });
    expect(done).toEqual([
      [16, 40],
      [32, 40],
      [40, 40],
    ]);
  });

  test('an embedding that is not finite is no distance', async () => {
    const broken = async (images: Float32Array, count: number) => {
      const embeddings = (await embedder(images, count)).slice();
      embeddings[3 * 3 + 1] = Number.NaN;
      return embeddings;
    };
    await expect(verifyPairs(pairs, broken)).rejects.toThrow(
      'image 3: its embedding is not finite (the network has diverged: use an earlier checkpoint)',
    );
  });

  test('unequal embeddings are refused', async () => {
    await expect(verifyPairs(pairs, () => new Float32Array(41))).rejects.toThrow(
      'invalid embeddings: 41 numbers',
    );
    await expect(verifyPairs(pairs, embedder, { batchSize: 3 })).rejects.toThrow('invalid batchSize: 3');
  });

  test('an image that cannot be read: fail, or its pair is left out', async () => {
    const damaged: PairSet = {
      ...pairs,
      image: (index, into) => {
        if (index === 5) throw new BadInput('5.jpg', 'is not an image', 'replace it');
        return pairs.image(index, into);
      },
    };
    await expect(verifyPairs(damaged, embedder)).rejects.toThrow('5.jpg: is not an image (replace it)');
    const report = await verifyPairs(damaged, embedder, { onBadImage: 'skip' });
    expect(report.pairs).toBe(19);
    expect(report.skipped.map(({ file }) => file)).toEqual(['5.jpg']);
    // The same as without that pair.
    const without: PairSet = {
      ...pairs,
      length: 38,
      pairs: 19,
      same: (pair) => pairs.same(pair < 2 ? pair : pair + 1),
      image: (index, into) => pairs.image(index < 4 ? index : index + 2, into),
    };
    const expected = await verifyPairs(without, embedder);
    expect(report).toEqual({ ...expected, skipped: report.skipped, xnorm: report.xnorm });
  });
});

test('raw pixels tell generated people apart a little, easy ones better than hard ones', async () => {
  const auc = async (difficulty: 'easy' | 'hard') => {
    const faces = await generatedFaces(
      { identities: 40, perIdentity: 4, imageSize: 16, split: 'test', difficulty },
      { cache: null },
    );
    return (await verifyPairs(pairsOf(faces, { pairs: 200 }), rawPixels)).auc;
  };
  const [easy, hard] = [await auc('easy'), await auc('hard')];
  expect(hard).toBeGreaterThan(0.55);
  expect(hard).toBeLessThan(0.85);
  expect(easy).toBeGreaterThan(hard);
});

describe('templates', () => {
  test('misuse is refused', () => {
    expect(() => new TemplateFeatures(Int32Array.of(1), Int32Array.of())).toThrow('invalid media: 0');
    const features = new TemplateFeatures(Int32Array.of(1), Int32Array.of(1));
    expect(() => features.add(1, [1])).toThrow('invalid image: 1 (of 1)');
    features.add(0, [0, 0]);
    expect(features.cosine(1, 1)).toBe(0);
    expect(() => features.cosine(1, 2)).toThrow('invalid template: 2 (it has no images)');
    expect(() => features.add(0, [1, 1])).toThrow('after templates were compared');
  });
});

describe('warp', () => {
  const picture = { width: 3, height: 2, pixels: Uint8Array.from({ length: 18 }, (_, i) => 10 * i) };
  const red = (size: number, transform: Parameters<typeof warp>[1]) => {
    const into = new Uint8Array(size * size * 3);
    warp(picture, transform, size, into);
    return Array.from({ length: size * size }, (_, i) => into[3 * i]);
  };
  test('shifts, with black outside', () => {
    expect(red(2, [1, 0, 0, 0, 1, 0])).toEqual([0, 30, 90, 120]);
    expect(red(3, [1, 0, 1, 0, 1, 0])).toEqual([0, 0, 30, 0, 90, 120, 0, 0, 0]);
  });
  test('interpolates between pixels', () => {
    expect(red(2, [1, 0, -0.5, 0, 1, -0.5])).toEqual([60, 90, 53, 68]);
  });
  test('turns and scales', () => {
    // A quarter turn: (x, y) goes to (1 − y, x).
    expect(red(2, [0, -1, 1, 1, 0, 0])).toEqual([90, 0, 120, 30]);
    expect(red(3, [2, 0, 0, 0, 2, 0])).toEqual([0, 15, 30, 45, 60, 75, 90, 105, 120]);
  });
});
