/**
 * The baseline: an image's embedding is its pixels minus their mean, so the cosine of two embeddings is the
 * correlation of two images.
 *
 * @example
 * rawPixels(Float32Array.of(1, 0, -1, 5, 5, 8), 2); // new Float32Array([1, 0, -1, -1, -1, 2])
 */
export function rawPixels(images: Float32Array, count: number): Float32Array {
  const size = images.length / count;
  const embeddings = new Float32Array(images.length);
  for (let start = 0; start < images.length; start += size) {
    let sum = 0;
    for (let i = start; i < start + size; i++) sum += images[i]!;
    for (let i = start; i < start + size; i++) embeddings[i] = images[i]! - sum / size;
  }
  return embeddings;
}
