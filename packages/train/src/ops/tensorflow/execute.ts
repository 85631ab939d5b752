import * as tf from '@tensorflow/tfjs-core';

/** An attribute of a TensorFlow operation. */
export type Attribute =
  | { readonly name: string; readonly kind: 'TYPE' | 'FLOAT'; readonly value: number }
  | { readonly name: string; readonly kind: 'INT'; readonly value: number | readonly number[] }
  | { readonly name: string; readonly kind: 'STRING'; readonly value: string }
  | { readonly name: string; readonly kind: 'BOOL'; readonly value: boolean };

/** The method of tfjs-node's backend that runs any TensorFlow operation by name. */
interface TensorflowBackend {
  readonly binding: Readonly<Record<`TF_ATTR_${Attribute['kind']}`, number>>;
  executeMultipleOutputs(
    name: string,
    attributes: object[],
    inputs: tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

/** TensorFlow's number for float32. */
export const float32 = 1;

/** True if TensorFlow's own operations are available. */
export const onTensorflow = (): boolean => tf.getBackend() === 'tensorflow';

/** Runs one operation of TensorFlow. Its result is not differentiable: call it inside `tf.customGrad`. */
export function execute(
  name: string,
  attributes: readonly Attribute[],
  inputs: readonly tf.Tensor[],
  outputs = 1,
): tf.Tensor[] {
  const backend = tf.backend() as unknown as TensorflowBackend;
  const typed = attributes.map(({ name, kind, value }) => ({
    name,
    type: backend.binding[`TF_ATTR_${kind}`],
    value,
  }));
  return backend.executeMultipleOutputs(name, typed, [...inputs], outputs);
}
