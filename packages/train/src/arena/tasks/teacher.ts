import type { Random } from '../../random.js';
import { DenseNetwork } from '../network/denseNetwork.js';

/** A random function to be learnt: a network of tanh units, its inputs scaled up so that it is bent. */
export function teacher(
  sizes: readonly number[],
  random: Random,
  bend = 2,
): (input: Float64Array) => number[] {
  const network = new DenseNetwork(sizes, 'tanh', 1, random);
  const scaled = new Float64Array(sizes[0]!);
  return (input) => {
    for (let i = 0; i < scaled.length; i++) scaled[i] = bend * input[i]!;
    return [...network.forward(scaled, 1)];
  };
}
