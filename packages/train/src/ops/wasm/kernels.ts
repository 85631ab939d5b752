import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import { binary } from './binary.js';

/**
 * This package's own WebAssembly: `packages/train/kernels`, of which each function has its description. Arguments are sizes
 * and addresses in the memory of tfjs' backend.
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

/** What is used of emscripten's module. */
interface Host {
  readonly asm?: {
    readonly memory: WebAssembly.Memory;
    malloc(bytes: number): number;
    free(address: number): void;
  };
}

const started = new WeakMap<object, Kernels>();

/**
 * Loads the kernels beside the wasm backend that is active. Where they do not run (no SIMD, or the build of tfjs that has
 * threads of its own) its operations are used instead: the same results, two to three times as slow.
 */
export async function startKernels(): Promise<void> {
  const backend = tf.backend() as BackendWasm;
  const { asm } = backend.wasm as unknown as Host;
  if (asm === undefined || asm.memory.buffer instanceof SharedArrayBuffer) return;
  const bytes = Uint8Array.from(atob(binary), (letter) => letter.charCodeAt(0));
  if (!WebAssembly.validate(bytes)) return;
  const { instance } = await WebAssembly.instantiate(bytes, {
    env: { memory: asm.memory },
    scratch: { malloc: asm.malloc, free: asm.free },
  });
  // A copy, for a profile to put its own in between: exports cannot be changed.
  started.set(backend, { ...(instance.exports as unknown as Kernels) });
}

/** The kernels, where they can be had on the active backend. */
export function wasmKernels(): Kernels | null {
  return started.get(tf.backend()) ?? null;
}
