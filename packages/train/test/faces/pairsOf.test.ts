import { expect, test } from 'vitest';
import { pairsOf } from '../../src/faces/pairsOf.js';
import { numbered } from './numbered.js';

const indices = (set: ReturnType<typeof pairsOf>) =>
  Array.from({ length: set.length }, (_, index) => {
    const image = new Uint8Array(3);
    set.image(index, image);
    expect(set.describe(index)).toBe(`image ${image[0]}`);
    return image[0]!;
  });

test('half the pairs are of one person, none twice, none of an image with itself', () => {
  const faces = numbered([6, 6, 6, 1, 6]);
  const set = pairsOf(faces, { pairs: 40, seed: 1 });
  const at = indices(set);
  const seen = new Set<string>();
  let same = 0;
  for (let pair = 0; pair < 40; pair++) {
    const [a, b] = [at[2 * pair]!, at[2 * pair + 1]!];
    expect(a).not.toBe(b);
    expect(set.same(pair)).toBe(faces.label(a) === faces.label(b));
    if (set.same(pair)) same++;
    seen.add(String([a, b].toSorted()));
  }
  expect(same).toBe(20);
  expect(seen.size).toBe(40);
  // Both kinds in every tenth, as cross-validation over contiguous folds needs.
  const kinds = Array.from({ length: 40 }, (_, pair) => set.same(pair));
  expect(kinds.slice(0, 20)).toContain(false);
  expect(kinds.slice(20)).toContain(true);
});

test('the seed decides', () => {
  const faces = numbered([5, 5, 5, 5]);
  expect(indices(pairsOf(faces, { pairs: 10, seed: 1 }))).toEqual(
    indices(pairsOf(faces, { pairs: 10, seed: 1 })),
  );
  expect(indices(pairsOf(faces, { pairs: 10, seed: 1 }))).not.toEqual(
    indices(pairsOf(faces, { pairs: 10, seed: 2 })),
  );
});

test('all pairs there are, and no more', () => {
  const faces = numbered([3, 3]);
  const set = pairsOf(faces, { pairs: 12 });
  const at = indices(set);
  const same = new Set<string>();
  const different = new Set<string>();
  for (let pair = 0; pair < 12; pair++) {
    (set.same(pair) ? same : different).add(String([at[2 * pair]!, at[2 * pair + 1]!].toSorted()));
  }
  expect([...same].toSorted()).toEqual(['0,1', '0,2', '1,2', '3,4', '3,5', '4,5']);
  expect(different.size).toBe(6);
  expect(() => pairsOf(faces, { pairs: 14 })).toThrow(
    'invalid pairs: the images give 6 pairs of one person (7 are needed)',
  );
  expect(() => pairsOf(numbered([9]), { pairs: 2 })).toThrow('the images give 0 pairs of two people');
  expect(() => pairsOf(numbered([1, 1, 1]), { pairs: 2 })).toThrow('the images give 0 pairs of one person');
  expect(() => pairsOf(faces, { pairs: 7 })).toThrow('invalid pairs: 7 (expected an even number, pairs ≥ 2)');
});
