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

test('too many pairs, or an odd number, are refused', () => {
  expect(() => pairsOf(numbered([3, 3]), { pairs: 6 })).not.toThrow();
  expect(() => pairsOf(numbered([3, 3]), { pairs: 8 })).toThrow(
    'invalid pairs: the images give 6 same pairs (expected at least 8)',
  );
  expect(() => pairsOf(numbered([9]), { pairs: 2 })).toThrow('the images give 0 different pairs');
  expect(() => pairsOf(numbered([1, 1, 1]), { pairs: 2 })).toThrow('the images give 0 same pairs');
  expect(() => pairsOf(numbered([3, 3]), { pairs: 7 })).toThrow(
    'invalid pairs: 7 (expected an even number, pairs ≥ 2)',
  );
});
