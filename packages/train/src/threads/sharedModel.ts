import type { MessagePort } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import type { Model } from '../model/createModel.js';

/** Start parameters of a worker. */
export interface WorkerStart {
  readonly model: Pick<Model, 'name' | 'embeddingSize' | 'imageSize'>;
  readonly index: number;
  readonly barrier: SharedArrayBuffer;
  readonly slots: SharedArrayBuffer;
  readonly slotLength: number;
  /** Parameters, then buffers, concatenated. */
  readonly weights: SharedArrayBuffer;
  /** This worker's gradients of the parameters. */
  readonly gradients: SharedArrayBuffer;
  /** Port for error reports. */
  readonly failures: MessagePort;
}

/** A batch, of which a worker processes the images from `first` to before `end`. */
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

/** Why a worker cannot go on. */
export interface Failure {
  readonly reason: string;
  readonly noMemory: boolean;
}

export const float32 = (count: number): SharedArrayBuffer => new SharedArrayBuffer(4 * count);

/** Range of images `first` to before `end` of part `index`, for `parties` parts of similar size. */
export function partOf(batch: number, index: number, parties: number): { first: number; end: number } {
  return {
    first: Math.floor((index * batch) / parties),
    end: Math.floor(((index + 1) * batch) / parties),
  };
}

/** Writes tensors to shared memory, concatenated. */
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
