/** (x / 255 − 0.5) / 0.5 for every byte, each step rounded to f32 as PyTorch does it. */
const table = Float32Array.from({ length: 256 }, (_, x) => (Math.fround(x / 255) - 0.5) / 0.5);

/**
 * Pixels as the network sees them: bytes 0 … 255 become −1 … 1 (the reference's ToTensor and Normalize, bit for bit).
 *
 * @example
 * normalise(new Uint8Array([0, 255])); // new Float32Array([-1, 1])
 */
export function normalise(
  pixels: Uint8Array,
  into: Float32Array = new Float32Array(pixels.length),
): Float32Array {
  for (let i = 0; i < pixels.length; i++) into[i] = table[pixels[i]!]!;
  return into;
}
