import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type BackendWasm, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

/** Lets the wasm backend read its binaries from the installed npm package: no download, no address. */
export function locateWasmBinaries(): void {
  const root = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  setWasmPaths(join(root, 'dist', '/'));
}

/**
 * Makes `clone`, and with it every tensor that a gradient saves, share the data instead of copying it, as all other backends
 * do: tensors never change.
 */
export function shareClones(): void {
  const own = tf.getKernel(tf.Identity, 'wasm');
  tf.unregisterKernel(tf.Identity, 'wasm');
  tf.registerKernel({
    ...own,
    kernelFunc: ({ inputs, backend }) => {
      const { x } = inputs as { x: tf.TensorInfo };
      (backend as BackendWasm).incRef(x.dataId);
      return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
    },
  });
}
