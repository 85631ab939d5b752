import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { locateWasmBinaries } from './wasm.js';

export const backendNames = ['auto', 'wasm', 'cpu', 'tensorflow', 'webgpu'] as const;
export type BackendName = (typeof backendNames)[number];

export interface BackendInfo {
  readonly name: Exclude<BackendName, 'auto'>;
  /** True where a tensor's values are there as soon as the operation returns, so that reading a scalar costs nothing. */
  readonly synchronous: boolean;
}

/**
 * Chooses where tensors live and are computed; call it once, before any tensor is made.
 *
 * `wasm` (SIMD) needs nothing and is what `auto` takes. `cpu` is plain JavaScript, some hundred times slower, for unit
 * tests of small networks.
 *
 * @throws RangeError on a name that is not known; Error with one line where a backend cannot be had here.
 * @example
 * import { useBackend } from '@fastface/train';
 * const backend = await useBackend('auto');
 * backend.name; // 'wasm'
 */
export async function useBackend(name: BackendName): Promise<BackendInfo> {
  switch (name) {
    case 'auto':
    case 'wasm':
      await import('@tensorflow/tfjs-backend-wasm');
      if (tf.getBackend() !== 'wasm') locateWasmBinaries();
      return activate('wasm');
    case 'cpu':
      return activate('cpu');
    case 'tensorflow':
    case 'webgpu':
      throw new Error(`backend ${name}: not part of this version; use wasm`);
    default:
      throw new RangeError(`unknown backend: ${String(name)} (expected ${backendNames.join(', ')})`);
  }
}

async function activate(name: 'wasm' | 'cpu'): Promise<BackendInfo> {
  if (!(await tf.setBackend(name))) throw new Error(`backend ${name} did not start`);
  await tf.ready();
  return { name, synchronous: true };
}
