/**
 * A network for verification: maps `count` images, [count, imageSize, imageSize, 3] in [−1, 1], to `count`
 * embeddings, row by row. Their length follows from the result. `count` may be smaller in the last call. The caller
 * owns and reuses the array of images.
 */
export type Embedder = (images: Float32Array, count: number) => Promise<Float32Array> | Float32Array;
