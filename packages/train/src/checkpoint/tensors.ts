/** Named arrays of 32-bit floats, row-major: the content of a safetensors file and of a model's state. */
export type Tensors = Map<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
