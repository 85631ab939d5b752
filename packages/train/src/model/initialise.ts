/** A source of uniform numbers in [0, 1). Nothing here calls Math.random: the same source gives the same network. */
export interface UniformSource {
  next(): number;
}

/** Draws `size` initial values. */
export type Initialiser = (size: number, random: UniformSource) => Float32Array;

export const constant =
  (value: number): Initialiser =>
  (size) =>
    new Float32Array(size).fill(value);

export const uniform =
  (bound: number): Initialiser =>
  (size, random) =>
    Float32Array.from({ length: size }, () => (2 * random.next() - 1) * bound);

/** Normal with mean 0, by the polar form of Box and Muller (1958): two numbers from each pair of uniform ones. */
export const normal =
  (deviation: number): Initialiser =>
  (size, random) => {
    const values = new Float32Array(size);
    for (let index = 0; index < size; index += 2) {
      const radius = deviation * Math.sqrt(-2 * Math.log(1 - random.next()));
      const angle = 2 * Math.PI * random.next();
      values[index] = radius * Math.cos(angle);
      if (index + 1 < size) values[index + 1] = radius * Math.sin(angle);
    }
    return values;
  };
