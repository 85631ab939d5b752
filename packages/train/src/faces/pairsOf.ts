import { Random } from '../random.js';
import type { FaceSet, PairSet } from './dataset.js';

/**
 * Pairs to verify from labelled images: half show one person, half two, no pair twice, shuffled by the seed. A person
 * with few images takes part as often as one with many, unless more than half of all pairs are asked for.
 *
 * @param pairs how many, an even number of at least 2
 * @throws RangeError where the images do not give that many
 * @example
 * const faces = await generatedFaces({ identities: 4, perIdentity: 3, imageSize: 16, split: 'test' }, { cache: null });
 * const set = pairsOf(faces, { pairs: 10, seed: 1 });
 * set.length; // 20
 */
export function pairsOf(
  faces: FaceSet,
  { pairs, seed = 3407 }: { readonly pairs: number; readonly seed?: number },
): PairSet {
  if (!Number.isSafeInteger(pairs) || pairs < 2 || pairs % 2 !== 0) {
    throw new RangeError(`invalid pairs: ${pairs} (expected an even number, pairs ≥ 2)`);
  }
  const people = byLabel(faces);
  const several = people.filter((images) => images.length > 1);
  const random = new Random(seed, 'pairs');
  const half = pairs / 2;
  const alike = distinctPairs(half, faces, true, random, countSame(several), () => {
    const images = random.pick(several);
    return [random.pick(images), random.pick(images)];
  });
  const different = distinctPairs(half, faces, false, random, countDifferent(people), () => {
    const first = random.pick(people);
    const second = random.pick(people);
    return first === second ? [0, 0] : [random.pick(first), random.pick(second)];
  });
  const order = random.shuffle(Uint32Array.from({ length: pairs }, (_, i) => i));
  const chosen = [...alike, ...different];
  const at = (index: number) => chosen[order[index >>> 1]!]![index & 1]!;
  return {
    name: `${pairs} pairs of ${faces.name}`,
    imageSize: faces.imageSize,
    length: 2 * pairs,
    pairs,
    same: (pair) => order[pair]! < half,
    image: (index, into) => faces.image(at(index), into),
    describe: (index) => faces.describe(at(index)),
  };
}

type Pair = readonly [number, number];

/** `wanted` unordered pairs of two images each, none twice, of those `available`. */
function distinctPairs(
  wanted: number,
  faces: FaceSet,
  same: boolean,
  random: Random,
  available: number,
  draw: () => Pair,
): Pair[] {
  if (wanted > available) {
    const kind = same ? 'one person' : 'two people';
    throw new RangeError(
      `invalid pairs: the images give ${available} pairs of ${kind} (${wanted} are needed)`,
    );
  }
  // Where most are wanted, drawing until the last is found takes long: all of them are shuffled.
  if (2 * wanted > available) {
    const all = everyPair(faces, same);
    const order = random.shuffle(Uint32Array.from(all, (_, i) => i));
    return Array.from({ length: wanted }, (_, i) => all[order[i]!]!);
  }
  const found = new Map<string, Pair>();
  while (found.size < wanted) {
    const [a, b] = draw();
    if (a !== b) found.set(a < b ? `${a} ${b}` : `${b} ${a}`, [a, b]);
  }
  return [...found.values()];
}

function everyPair(faces: FaceSet, same: boolean): Pair[] {
  const pairs: Pair[] = [];
  for (let a = 0; a < faces.length; a++) {
    for (let b = 0; b < a; b++) if ((faces.label(a) === faces.label(b)) === same) pairs.push([b, a]);
  }
  return pairs;
}

function byLabel(faces: FaceSet): number[][] {
  const people: number[][] = Array.from({ length: faces.classes }, () => []);
  for (let index = 0; index < faces.length; index++) people[faces.label(index)]!.push(index);
  return people.filter((images) => images.length > 0);
}

const countSame = (people: readonly number[][]) =>
  people.reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0);

function countDifferent(people: readonly number[][]): number {
  const images = people.reduce((sum, { length }) => sum + length, 0);
  return (images * (images - 1)) / 2 - countSame(people);
}
