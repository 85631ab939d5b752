import { BadInput } from '../badInput.js';
import type { TrainLoadOptions } from './loadOptions.js';

/**
 * People with too few images, by label.
 *
 * @param counts images of each label
 * @param describe where a person's images are, for messages
 * @throws BadInput for the first, unless they are to be left out
 */
export function fewImages(
  counts: ArrayLike<number>,
  describe: (label: number) => string,
  { minPerIdentity = 2, onFewImages = 'fail' }: TrainLoadOptions,
): Map<number, BadInput> {
  if (!Number.isSafeInteger(minPerIdentity) || minPerIdentity < 1) {
    throw new RangeError(
      `invalid minPerIdentity: ${minPerIdentity} (expected an integer, minPerIdentity ≥ 1)`,
    );
  }
  const few = new Map<number, BadInput>();
  for (let label = 0; label < counts.length; label++) {
    // A label that nothing has is a gap in the numbers, not a person.
    if (counts[label] === 0 || counts[label]! >= minPerIdentity) continue;
    const problem = `has ${plural(counts[label]!)}, fewer than ${minPerIdentity}`;
    few.set(label, new BadInput(describe(label), problem, advice(0)));
  }
  const [first] = few.values();
  if (first === undefined || onFewImages !== 'fail') return few;
  throw new BadInput(first.file, first.problem, advice(few.size - 1));
}

const plural = (n: number) => (n === 1 ? 'one image' : `${n} images`);

const advice = (others: number) =>
  `${others > 0 ? `so have ${others} others; ` : ''}add images, or --on-few-images skip leaves such people out, and keep takes them`;

/** Number of rows of a head that is always acceptable. */
const fewPeople = 10_000;

/**
 * A head has a row per class; a few large labels must not fill the memory.
 *
 * @param who what names the number of people
 * @throws BadInput if there are more people than images
 */
export function checkClasses(classes: number, images: number, who: string, file: string): void {
  if (classes <= Math.max(images, fewPeople)) return;
  const problem = `says that there are ${classes} people, but ${file === who ? 'it' : file} has ${images} images`;
  throw new BadInput(who, problem, 'number the people from 0 without gaps');
}
