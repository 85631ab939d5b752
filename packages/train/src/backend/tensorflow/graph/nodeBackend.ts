import * as tf from '@tensorflow/tfjs-core';
import type { AttributeTypes } from './graphDef.js';
import type { RecordedAttribute } from './recording.js';

/** The parts of tfjs-node's backend that graphs are made with. */
export interface NodeBackend {
  readonly binding: AttributeTypes & {
    loadSavedModel(folder: string, tags: string): number;
    /** Names are separated by commas: `x:0,y:0`. */
    runSavedModel(id: number, tensors: number[], inputs: string, outputs: string): object[];
    deleteSavedModel(id: number): void;
  };
  executeSingleOutput(name: string, attributes: RecordedAttribute[], inputs: tf.TensorInfo[]): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: RecordedAttribute[],
    inputs: tf.TensorInfo[],
    outputs: number,
  ): tf.Tensor[];
  readSync(dataId: object): Float32Array | Int32Array | Uint8Array;
  /** The binding's numbers for tensors, whose values it takes over first where that has not been done. */
  getInputTensorIds(tensors: readonly tf.TensorInfo[]): number[];
  createOutputTensor(metadata: object): tf.Tensor;
}

export const nodeBackend = (): NodeBackend => tf.backend() as unknown as NodeBackend;
