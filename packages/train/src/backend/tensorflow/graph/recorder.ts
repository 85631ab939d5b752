import type * as tf from '@tensorflow/tfjs-core';
import type { NodeBackend } from './nodeBackend.js';
import type { Constant, Dtype, Input, Operation, Recording, Value } from './recording.js';

/**
 * Listens to the backend. A tensor is known by its dataId, which clones share. What is no input, no variable and no result of
 * an earlier operation is a constant of the recording.
 */
export class Recorder {
  readonly read: tf.Variable[] = [];
  readonly #inputs: Input[];
  readonly #constants: Constant[] = [];
  readonly #operations: Operation[] = [];
  readonly #values = new Map<object, Value>();
  readonly #variables: ReadonlyMap<object, tf.Variable>;
  readonly #readSync: NodeBackend['readSync'];
  #looked = false;

  constructor(
    private readonly backend: NodeBackend,
    inputs: readonly tf.Tensor[],
    variables: readonly tf.Variable[],
  ) {
    this.#readSync = backend.readSync.bind(backend);
    this.#inputs = inputs.map(described);
    for (const [index, { dataId }] of inputs.entries()) this.#values.set(dataId, { from: 'input', index });
    this.#variables = new Map(variables.map((variable) => [variable.dataId, variable]));
  }

  /** Every operation goes through two methods of the backend, and every look at values through a third. */
  during<T>(work: () => T): T {
    const { backend } = this;
    const own = {
      executeSingleOutput: backend.executeSingleOutput,
      executeMultipleOutputs: backend.executeMultipleOutputs,
      readSync: backend.readSync,
    };
    backend.executeSingleOutput = (name, attributes, inputs) => {
      const output = own.executeSingleOutput.call(backend, name, attributes, inputs);
      this.#note({ name, attributes, inputs: this.#valuesOf(inputs) }, [output]);
      return output;
    };
    backend.executeMultipleOutputs = (name, attributes, inputs, count) => {
      const outputs = own.executeMultipleOutputs.call(backend, name, attributes, inputs, count);
      this.#note({ name, attributes, inputs: this.#valuesOf(inputs) }, outputs);
      return outputs;
    };
    backend.readSync = (dataId) => {
      this.#looked ||= this.#values.has(dataId) || this.#variables.has(dataId);
      return own.readSync.call(backend, dataId);
    };
    try {
      return work();
    } finally {
      Object.assign(backend, own);
    }
  }

  finish(outputs: readonly tf.Tensor[]): Recording | null {
    if (this.#looked) return null;
    const ends = outputs.map((tensor) => ({ value: this.#valueOf(tensor), dtype: tensor.dtype as Dtype }));
    return { inputs: this.#inputs, constants: this.#constants, operations: this.#operations, outputs: ends };
  }

  #note(operation: Operation, outputs: readonly tf.Tensor[]): void {
    const index = this.#operations.push(operation) - 1;
    for (const [output, { dataId }] of outputs.entries())
      this.#values.set(dataId, { from: 'operation', index, output });
  }

  #valuesOf = (tensors: readonly tf.TensorInfo[]): Value[] => tensors.map((tensor) => this.#valueOf(tensor));

  #valueOf(tensor: tf.TensorInfo): Value {
    const { dataId } = tensor;
    const known = this.#values.get(dataId);
    if (known !== undefined) return known;
    const variable = this.#variables.get(dataId);
    if (variable !== undefined) this.read.push(variable);
    const value: Value =
      variable === undefined
        ? { from: 'constant', index: this.#constants.push(this.#constantOf(tensor)) - 1 }
        : { from: 'input', index: this.#inputs.push(described(tensor)) - 1 };
    this.#values.set(dataId, value);
    return value;
  }

  #constantOf(tensor: tf.TensorInfo): Constant {
    return { ...described(tensor), values: this.#readSync(tensor.dataId).slice() };
  }
}

const described = ({ dtype, shape }: tf.TensorInfo): Input => ({ dtype: dtype as Dtype, shape });
