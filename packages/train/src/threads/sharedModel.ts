import type { MessagePort } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../model/createModel.js';

/** What a worker is made with. */
export interface WorkerStart {
  readonly model: Pick<Model, 'name' | 'embeddingSize' | 'imageSize'>;
  readonly index: number;
  readonly barrier: SharedArrayBuffer;
  readonly slots: SharedArrayBuffer;
  readonly slotLength: number;
  /** Parameters, then buffers, one after the other. */
  readonly weights: SharedArrayBuffer;
  /** This worker's, of the parameters. */
  readonly gradients: SharedArrayBuffer;
  /** Where it says why it failed. */
  readonly failures: MessagePort;
}

/** A batch, of which a worker has the pictures from `first` to before `end`. */
export interface Job {
  readonly training: boolean;
  readonly parties: number;
  readonly batch: number;
  readonly first: number;
  readonly end: number;
  readonly images: SharedArrayBuffer;
  /** Embeddings of the whole batch, and in training their gradient after them. */
  readonly embeddings: SharedArrayBuffer;
}

export const float32 = (count: number): SharedArrayBuffer => new SharedArrayBuffer(4 * count);

/** Pictures `first` to before `end` of `parties` parts of like size. */
export function partOf(batch: number, index: number, parties: number): { first: number; end: number } {
  return {
    first: Math.floor((index * batch) / parties),
    end: Math.floor(((index + 1) * batch) / parties),
  };
}

/** Tensors one after the other in shared memory. */
export function write(memory: SharedArrayBuffer, tensors: readonly tf.Tensor[]): void {
  const values = new Float32Array(memory);
  let offset = 0;
  for (const tensor of tensors) {
    values.set(tensor.dataSync(), offset);
    offset += tensor.size;
  }
}

/** The reverse: a new tensor of each shape. */
export function read(memory: SharedArrayBuffer, shapes: readonly number[][]): tf.Tensor[] {
  let offset = 0;
  return shapes.map((shape) => {
    const size = shape.reduce((product, length) => product * length, 1);
    const tensor = tf.tensor(new Float32Array(memory, 4 * offset, size), shape, 'float32');
    offset += size;
    return tensor;
  });
}
