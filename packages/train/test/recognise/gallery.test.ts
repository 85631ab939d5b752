import { expect, test } from 'vitest';
import { Random } from '../../src/random.js';
import { Gallery } from '../../src/recognise/gallery.js';

const random = new Random(1, 'gallery');
const numbers = (count: number) => Float32Array.from({ length: count }, () => random.next() - 0.5);

test.each([1, 3, 4, 7, 64])('of %d numbers: the matches are those of a sort of all products', (dimension) => {
  const names = Array.from({ length: 500 }, (_, i) => `n${i}`);
  const gallery = new Gallery({ names, dimension, values: numbers(500 * dimension) });
  const query = numbers(dimension);
  const scores = names.map((name, row) => {
    let similarity = 0;
    for (let i = 0; i < dimension; i++) similarity += gallery.values[row * dimension + i]! * query[i]!;
    return { name, similarity };
  });
  const sorted = scores.toSorted((a, b) => b.similarity - a.similarity).slice(0, 7);
  const found = gallery.search(query, 7);
  expect(found.map(({ name }) => name)).toEqual(sorted.map(({ name }) => name));
  for (const [i, { similarity }] of found.entries()) expect(similarity).toBeCloseTo(sorted[i]!.similarity, 6);
});

test('of equals the first in the gallery comes first, and no more are given than there are', () => {
  const gallery = new Gallery({ names: ['a', 'b', 'c'], dimension: 1, values: Float32Array.of(0.5, 1, 0.5) });
  expect(gallery.search(Float32Array.of(1), 9).map(({ name }) => name)).toEqual(['b', 'a', 'c']);
  expect(gallery.search(Float32Array.of(1), 2).map(({ name }) => name)).toEqual(['b', 'a']);
});

test('sizes that do not fit', () => {
  expect(() => new Gallery({ names: ['a'], dimension: 2, values: new Float32Array(3) })).toThrow(
    'invalid gallery: 3 numbers for 1 rows of 2',
  );
  const gallery = new Gallery({ names: ['a'], dimension: 2, values: new Float32Array(2) });
  expect(() => gallery.search(new Float32Array(3))).toThrow('invalid query: 3 numbers (the gallery has 2)');
});

test('100,000 embeddings of 512 numbers are searched in a fraction of a second of processor time', () => {
  const names = Array.from({ length: 100_000 }, (_, i) => String(i));
  const values = new Float32Array(names.length * 512).fill(0.01);
  values.fill(0.02, 77_777 * 512, 77_778 * 512);
  const gallery = new Gallery({ names, dimension: 512, values });
  const query = new Float32Array(512).fill(0.04);
  gallery.search(query);
  const before = process.cpuUsage();
  const [best] = gallery.search(query);
  const { user } = process.cpuUsage(before);
  expect(best!.name).toBe('77777');
  console.log(`a search of 100,000 × 512: ${(user / 1000).toFixed(0)} ms of processor time`);
  expect(user).toBeLessThan(1e6);
});
