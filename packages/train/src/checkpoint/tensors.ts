/** Named arrays of 32-bit floats, row-major: what a file of safetensors holds, and a model's state. */
export type Tensors = Map<string, { readonly shape: readonly number[]; readonly data: Float32Array }>;
