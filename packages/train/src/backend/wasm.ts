import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type BackendWasm, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { startKernels } from '../ops/wasm/kernels.js';
import { checkedMalloc } from './outOfMemory.js';

/** Runs `activate` so that the backend finds its binaries, and leaves the process as it was. */
export async function startWasm(activate: () => Promise<void>): Promise<void> {
  if (tf.findBackend('wasm') !== null) return activate();
  locateWasmBinaries();
  shareClones();
  const events = ['uncaughtException', 'unhandledRejection'] as const;
  const before = new Set<unknown>(events.flatMap((event) => process.listeners(event as 'uncaughtException')));
  await activate();
  checkAllocations();
  await startKernels();
  // It puts listeners on the process that throw again: any error would be reported with its whole code of one long line.
  for (const event of events) {
    for (const listener of process.listeners(event as 'uncaughtException'))
      if (!before.has(listener)) process.removeListener(event, listener);
  }
}

/** Has the backend say that there is no memory left, instead of writing to address 0. */
function checkAllocations(): void {
  const { wasm } = tf.backend() as BackendWasm;
  const module = wasm as unknown as { _malloc(bytes: number): number };
  module._malloc = checkedMalloc(module._malloc.bind(module));
}

/** Lets the wasm backend read its binaries from the installed npm package: no download, no address. */
function locateWasmBinaries(): void {
  const root = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json'));
  setWasmPaths(join(root, 'dist', '/'));
}

/**
 * Makes `clone`, and with it every tensor that a gradient saves, share the data instead of copying it, as all other backends
 * do: tensors never change.
 */
function shareClones(): void {
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
