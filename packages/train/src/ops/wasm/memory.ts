import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

const wasm = () => tf.backend() as BackendWasm;

/** Where a tensor's numbers are. It stays there as long as the tensor lives. */
export function addressOf(tensor: tf.Tensor): number {
  return (wasm() as unknown as Memory).dataIdMap.get(tensor.dataId).memoryOffset;
}

interface Memory {
  readonly dataIdMap: { get(dataId: object): { readonly memoryOffset: number } };
}

/** A new tensor for a kernel to fill: what is in it is anything. */
export function unfilled<T extends tf.Tensor>(shape: readonly number[]): T {
  return tf.engine().makeTensorFromTensorInfo(wasm().makeOutput([...shape], 'float32')) as T;
}
