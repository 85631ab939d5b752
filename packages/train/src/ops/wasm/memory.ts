import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

const wasm = () => tf.backend() as BackendWasm;

/** Address of a tensor's data, valid as long as the tensor exists. */
export function addressOf(tensor: tf.Tensor): number {
  return (wasm() as unknown as Memory).dataIdMap.get(tensor.dataId).memoryOffset;
}

interface Memory {
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
}

/** A new, uninitialised tensor for a kernel to fill. */
export function unfilled<T extends tf.Tensor>(shape: readonly number[]): T {
  return tf.engine().makeTensorFromTensorInfo(wasm().makeOutput([...shape], 'float32')) as T;
}
