import { BadInput } from '../badInput.js';
import type { FaceSet } from './dataset.js';

/**
 * Several sets as one, one after the other.
 *
 * @param people `others`: each set has people of its own, so that label 0 of the second follows the last label of the first.
 *   `shared`: a label is the same person in all of them, as in the shards of one set.
 * @throws BadInput for images of two sizes
 * @example
 * const faces = await generatedFaces({ identities: 4, perIdentity: 3, imageSize: 16 }, { cache: null });
 * const { length, classes, label } = joinFaces([faces, faces], 'others');
 * [length, classes, label(0), label(12)]; // [24, 8, 0, 4]
 */
export function joinFaces(sets: readonly FaceSet[], people: 'others' | 'shared'): FaceSet {
  const [first] = sets;
  if (first === undefined) throw new RangeError('invalid sets: none (expected at least one)');
  if (sets.length === 1) return first;
  const other = sets.find(({ imageSize }) => imageSize !== first.imageSize);
  if (other !== undefined) {
    const problem = `has images of ${other.imageSize}×${other.imageSize}, ${first.name} of ${first.imageSize}×${first.imageSize}`;
    throw new BadInput(other.name, problem, 'give --image-size');
  }
  // Of each set its first image, and its first label.
  const starts: number[] = [];
  const labels: number[] = [];
  let [length, classes] = [0, 0];
  for (const set of sets) {
    starts.push(length);
    labels.push(people === 'others' ? classes : 0);
    length += set.length;
    classes = people === 'others' ? classes + set.classes : Math.max(classes, set.classes);
  }
  const setOf = (index: number) => {
    let [low, high] = [0, sets.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (starts[middle]! <= index) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const within = <Value>(index: number, work: (set: FaceSet, own: number) => Value): Value => {
    const place = setOf(index);
    return work(sets[place]!, index - starts[place]!);
  };
  return {
    name: sets.map(({ name }) => name).join(' + '),
    imageSize: first.imageSize,
    classes,
    length,
    leftOut: sets.flatMap(({ leftOut = [] }) => leftOut),
    few: sets.reduce((sum, { few = 0 }) => sum + few, 0),
    label: (index) => labels[setOf(index)]! + within(index, (set, own) => set.label(own)),
    image: (index, into) => within(index, (set, own) => set.image(own, into)),
    // Threads read all images or none.
    ...(sets.every(({ place }) => place) && {
      place: (index: number) => within(index, (set, own) => set.place!(own)),
    }),
    describe: (index) => within(index, (set, own) => set.describe(own)),
  };
}
