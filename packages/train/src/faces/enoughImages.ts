import { BadInput } from '../badInput.js';
import type { FaceSet } from './dataset.js';
import { checkClasses, fewImages } from './fewImages.js';
import type { TrainLoadOptions } from './loadOptions.js';

/**
 * A set as it is trained on: people with too few images are refused, left out or counted, as `onFewImages` says.
 *
 * @param describe where a person's images are, for messages
 * @param who what names the number of people
 * @throws BadInput for such people, for more people than images, and where nobody is left
 */
export function enoughImages<Set extends FaceSet>(
  set: Set,
  describe: (label: number) => string,
  options: TrainLoadOptions,
  who = set.name,
): Set {
  const { classes, length } = set;
  checkClasses(classes, length, who, set.name);
  const counts = new Uint32Array(classes);
  for (let image = 0; image < length; image++) counts[set.label(image)]!++;
  const few = fewImages(counts, describe, options);
  if (few.size === 0) return set;
  if (options.onFewImages === 'keep') return { ...set, few: few.size };
  const used = Uint32Array.from({ length }, (_, image) => image).filter(
    (image) => !few.has(set.label(image)),
  );
  if (used.length === 0) throw new BadInput(set.name, 'has nobody with enough images', 'add images');
  const own = (position: number) => used[position]!;
  return {
    ...set,
    length: used.length,
    leftOut: [...few.values(), ...(set.leftOut ?? [])],
    label: (position: number) => set.label(own(position)),
    image: (position: number, into: Uint8Array) => set.image(own(position), into),
    ...(set.place && { place: (position: number) => set.place!(own(position)) }),
    describe: (position: number) => set.describe(own(position)),
  };
}
