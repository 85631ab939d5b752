import type { FaceSet } from '../../src/faces/dataset.js';

/** A set whose image k has every byte k; person p has `sizes[p]` images. */
export function numbered(sizes: readonly number[], imageSize = 1): FaceSet {
  const labels = sizes.flatMap((size, person) => Array<number>(size).fill(person));
  return {
    name: 'numbered',
    imageSize,
    classes: sizes.length,
    length: labels.length,
    label: (index) => labels[index]!,
    image: (index, into) => void into.fill(index),
    describe: (index) => `image ${index}`,
  };
}
