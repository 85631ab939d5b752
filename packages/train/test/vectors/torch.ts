import { readFileSync } from 'node:fs';
import type { StateDict } from '../../src/index.js';

/** Written by makeTorchVectors.py beside this file. */
export const torch = JSON.parse(readFileSync(new URL('torch.json', import.meta.url), 'utf8'));

/** The same as the script's: between −1 and 1, without period or symmetry. */
export function numbers(salt: number, size: number): Float32Array {
  return Float32Array.from({ length: size }, (_, index) => Math.sin(salt + 7 * Math.sqrt(index + 1)));
}

/** The weights that the script filled a network with: names and shapes in its order. */
export function filled(state: readonly [string, number[]][]): StateDict {
  return new Map(
    state.map(([name, shape], salt) => {
      const fan = shape.slice(1).reduce((product, length) => product * length, 1);
      const data = numbers(salt, shape[0]! * fan).map((value) => {
        if (name.endsWith('running_var')) return 1 + 0.5 * value;
        if (shape.length === 1) return name.endsWith('weight') ? 1 + 0.3 * value : value;
        return value / Math.sqrt(fan);
      });
      return [name, { shape, data }];
    }),
  );
}

/** The script's two sums of a tensor. */
export function sums(values: Float32Array): [number, number] {
  const weights = numbers(0.5, values.length);
  let squares = 0;
  let product = 0;
  values.forEach((value, index) => {
    squares += value * value;
    product += value * weights[index]!;
  });
  return [Math.sqrt(squares), product];
}

/** The largest difference, as a share of the largest value expected. */
export function difference(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const scale = Math.max(...expected.map(Math.abs));
  return Math.max(...expected.map((value, index) => Math.abs(actual[index]! - value))) / scale;
}
