/** The memory is that of TensorFlow.js's own WebAssembly, and so are these two. */
export declare function malloc(bytes: usize): usize;
export declare function free(address: usize): void;

/** Working memory for the time of a call. */
export function take(bytes: usize): usize {
  const address = malloc(bytes);
  // As TensorFlow.js: there is no going on.
  if (address === 0) unreachable();
  return address;
}

export function roundUp(count: usize, step: usize): usize {
  return ((count + step - 1) / step) * step;
}
