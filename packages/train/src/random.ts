import { uniformFloat32 } from 'pure-rand/distribution/uniformFloat32';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

/**
 * A stream of random numbers identified by its keys: the same keys give the same stream on every machine, and
 * different keys give independent streams. Image 7 of epoch 3 is therefore augmented in the same way whether or not
 * the run was resumed. The generator is pure-rand's xoroshiro128+; its 128-bit state is hashed from the keys.
 *
 * @example
 * const noise = new Random(3407, 'dropout', 12);
 * noise.next() < 1; // true
 * noise.below(6) < 6; // true
 */
export class Random {
  readonly #generator;
  #spare: number | null = null;

  /** @param keys integers of magnitude below 2^53, and strings */
  constructor(...keys: readonly (number | string)[]) {
    this.#generator = xoroshiro128plusFromState(hash(keys));
  }

  /** Uniform in [0, 1), 24 bits. */
  next(): number {
    return uniformFloat32(this.#generator);
  }

  /** 32 random bits, as a signed integer. */
  bits(): number {
    return this.#generator.next();
  }

  /** Uniform in [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A uniform integer from 0 to n − 1. */
  below(n: number): number {
    return uniformInt(this.#generator, 0, n - 1);
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  pick<T>(values: readonly T[]): T {
    return values[this.below(values.length)]!;
  }

  /** Standard normal (Box–Muller, 24 bits, so within about ±5.8). */
  normal(): number {
    if (this.#spare !== null) {
      const spare = this.#spare;
      this.#spare = null;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.next()));
    const angle = 2 * Math.PI * this.next();
    this.#spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** Fisher–Yates, in place. */
  shuffle<T extends { [index: number]: number; readonly length: number }>(values: T): T {
    for (let i = values.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      const kept = values[i]!;
      values[i] = values[j]!;
      values[j] = kept;
    }
    return values;
  }
}

/** Four murmur3 lanes over the keys; a string and a number with the same digits do not collide. */
function hash(keys: readonly (number | string)[]): number[] {
  const words: number[] = [];
  for (const key of keys) {
    if (typeof key === 'string') {
      words.push(key.length);
      for (let i = 0; i < key.length; i++) words.push(key.charCodeAt(i));
    } else {
      if (!Number.isSafeInteger(key)) throw new RangeError(`invalid key: ${key} (expected a whole number)`);
      words.push(-2, key | 0, Math.floor(key / 2 ** 32) | 0);
    }
  }
  return [0x9e3779b9, 0x243f6a88, 0xb7e15162, 0x6a09e667].map((start) => lane(start, words));
}

function lane(start: number, words: readonly number[]): number {
  let h = start;
  for (const word of words) {
    let k = Math.imul(word, 0xcc9e2d51);
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593);
    h ^= k;
    h = (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
  }
  h ^= words.length;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) | 0;
}
