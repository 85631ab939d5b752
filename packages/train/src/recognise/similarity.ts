/**
 * The cosine of two embeddings of length 1, −1 … 1: their product. The squared distance, in which verification counts,
 * is 2 − 2 · cosine.
 *
 * @throws RangeError if they have different lengths
 * @example
 * import { similarity } from '@fastface/train';
 * similarity(Float32Array.of(0.6, 0.8), Float32Array.of(1, 0)).toFixed(3); // '0.600'
 */
export function similarity(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new RangeError(`invalid embeddings: ${a.length} and ${b.length} numbers`);
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
