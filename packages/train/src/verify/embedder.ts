/**
 * A network as verification sees it: `count` images, [count, imageSize, imageSize, 3] in [−1, 1], become `count`
 * embeddings, row after row; how long one is follows from the result. `count` may be smaller in the last call. The
 * images belong to the caller, who uses them again.
 */
export type Embedder = (images: Float32Array, count: number) => Promise<Float32Array> | Float32Array;
