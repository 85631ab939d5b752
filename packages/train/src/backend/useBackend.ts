import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { offerGraphs } from '../ops/tensorflow/graphs.js';
import { readManifest } from './tensorflow/manifest.js';
import { tensorflowFolder } from './tensorflow/place.js';
import { startWasm } from './wasm.js';

export const backendNames = ['auto', 'wasm', 'cpu', 'tensorflow', 'webgpu'] as const;
export type BackendName = (typeof backendNames)[number];

export interface BackendInfo {
  readonly name: Exclude<BackendName, 'auto'>;
  /** What computes, in a few words: `TensorFlow 2.21.0, CPU`. */
  readonly device: string;
  /** True where a tensor's values are there as soon as the operation returns, so that reading a scalar costs nothing. */
  readonly synchronous: boolean;
}

/**
 * Chooses where tensors live and are computed; call it once, before any tensor is made.
 *
 * `wasm` (SIMD) needs nothing. `tensorflow` is native code on CPU or CUDA: `fastface-train setup-tensorflow` builds it.
 * `webgpu` is any graphics card: two packages from npm. `cpu` is plain JavaScript, some hundred times slower than wasm,
 * for unit tests of small networks. `auto` takes `tensorflow` where it is set up, else `wasm`.
 *
 * @throws RangeError on a name that is not known; Error that says what is missing where a backend cannot be had here.
 * @example
 * import { useBackend } from '@fastface/train';
 * const backend = await useBackend('wasm');
 * backend.name; // 'wasm'
 */
export async function useBackend(name: BackendName): Promise<BackendInfo> {
  switch (name) {
    case 'auto':
      return useBackend(readManifest(tensorflowFolder()) === null ? 'wasm' : 'tensorflow');
    case 'wasm':
      await startWasm(() => activate('wasm'));
      return { name, device: 'WebAssembly, CPU', synchronous: true };
    case 'cpu':
      await activate('cpu');
      return { name, device: 'JavaScript, CPU', synchronous: true };
    case 'tensorflow': {
      const { loadTensorflow } = await import('./tensorflow/loadTensorflow.js');
      const { version, gpu } = await loadTensorflow();
      await activate('tensorflow');
      const { runAsGraph } = await import('./tensorflow/graph/runAsGraph.js');
      offerGraphs(gpu ? null : runAsGraph);
      return { name, device: `TensorFlow ${version}, ${gpu ? 'GPU' : 'CPU'}`, synchronous: !gpu };
    }
    case 'webgpu': {
      const { loadWebgpu } = await import('./webgpu/loadWebgpu.js');
      const { device } = await loadWebgpu();
      await activate('webgpu');
      return { name, device: `WebGPU, ${device}`, synchronous: false };
    }
    default:
      throw new RangeError(`unknown backend: ${String(name)} (expected ${backendNames.join(', ')})`);
  }
}

async function activate(name: string): Promise<void> {
  if (!(await tf.setBackend(name))) throw new Error(`backend ${name} did not start`);
  await tf.ready();
}
