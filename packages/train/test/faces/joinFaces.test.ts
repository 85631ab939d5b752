import { expect, test } from 'vitest';
import { joinFaces } from '../../src/faces/joinFaces.js';
import { numbered } from './numbered.js';

const labels = (set: ReturnType<typeof joinFaces>) =>
  Array.from({ length: set.length }, (_, i) => set.label(i));

test('people of several sets are different people', () => {
  const joined = joinFaces([numbered([2, 1]), numbered([1]), numbered([1, 3])], 'others');
  expect(joined).toMatchObject({ length: 8, classes: 5, name: 'numbered + numbered + numbered' });
  expect(labels(joined)).toEqual([0, 0, 1, 2, 3, 4, 4, 4]);
  const into = new Uint8Array(3);
  const firstBytes = labels(joined).map((_, index) => {
    joined.image(index, into);
    return into[0];
  });
  expect(firstBytes).toEqual([0, 1, 2, 0, 0, 1, 2, 3]);
  expect(joined.describe(7)).toBe('image 3');
  // One set without places for threads, and no thread reads any.
  const placed = { ...numbered([1]), place: (index: number) => ({ file: `${index}.jpg` }) };
  expect(joinFaces([placed, placed], 'others').place!(1)).toEqual({ file: '0.jpg' });
  expect(joinFaces([placed, numbered([1])], 'others').place).toBeUndefined();
});

test('a label of shards is the same person in all', () => {
  const joined = joinFaces([numbered([1, 1]), numbered([2, 1, 1])], 'shared');
  expect(joined.classes).toBe(3);
  expect(labels(joined)).toEqual([0, 1, 0, 0, 1, 2]);
});

test('one set is itself; none, and images of two sizes, are refused', () => {
  const set = numbered([2]);
  expect(joinFaces([set], 'others')).toBe(set);
  expect(() => joinFaces([], 'others')).toThrow('invalid sets: none');
  expect(() => joinFaces([set, numbered([2], 4)], 'others')).toThrow(
    /^numbered: has images of 4×4, numbered of 1×1 \(give --image-size\)/,
  );
});
