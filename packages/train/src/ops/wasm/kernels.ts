import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { checkedMalloc } from '../../backend/outOfMemory.js';
import { binary } from './binary.js';

/**
 * This package's own WebAssembly from `packages/train/kernels`, where each function is documented. Arguments are
 * sizes and addresses in the memory of tfjs's backend.
 */
export interface Kernels {
  convolve(...args: number[]): void;
  inputGradient(...args: number[]): void;
  filterGradient(...args: number[]): void;
  depthwise(...args: number[]): void;
  depthwiseInput(...args: number[]): void;
  depthwiseFilter(...args: number[]): void;
  moments(...args: number[]): void;
  normalise(...args: number[]): void;
  normaliseSums(...args: number[]): void;
  normaliseGradient(...args: number[]): void;
  squaredNorm(address: number, count: number): number;
  descend(...args: number[]): void;
}

/** The used part of emscripten's module. */
interface Host {
  readonly asm?: {
    readonly memory: WebAssembly.Memory;
    malloc(bytes: number): number;
    free(address: number): void;
  };
}

const started = new WeakMap<object, Kernels>();

/**
 * Loads the kernels for the active wasm backend. If they cannot run (no SIMD, or tfjs's own build with threads),
 * tfjs's operations are used instead, with the same results in two to three times the time.
 */
export async function startKernels(): Promise<void> {
  const backend = tf.backend() as BackendWasm;
  const { asm } = backend.wasm as unknown as Host;
  if (asm === undefined || asm.memory.buffer instanceof SharedArrayBuffer) return;
  const bytes = Uint8Array.from(atob(binary), (letter) => letter.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return;
  const { instance } = await WebAssembly.instantiate(bytes, {
    env: { memory: asm.memory },
    scratch: { malloc: checkedMalloc(asm.malloc), free: asm.free },
  });
  // A copy, so that a profiler can wrap the functions: exports are read-only.
  started.set(backend, { ...(instance.exports as unknown as Kernels) });
}

/** The kernels, if they are available on the active backend. */
export function wasmKernels(): Kernels | null {
  return started.get(tf.backend()) ?? null;
}
