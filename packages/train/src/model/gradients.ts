import * as tf from '@tensorflow/tfjs-core';

export interface LossAndGradients {
  readonly loss: tf.Scalar;
  readonly gradients: ReadonlyMap<tf.Variable, tf.Tensor>;
}

/**
 * Embeds `images` in training mode and differentiates `loss` of the embeddings with respect to the model's parameters
 * and `others` (the head's). All of them must affect the loss.
 */
export type GradientsOf = (
  images: tf.Tensor4D,
  loss: (embeddings: tf.Tensor2D) => tf.Scalar,
  others: readonly tf.Variable[],
) => LossAndGradients;

export function gradientsOf(
  forward: (images: tf.Tensor4D, training: boolean) => tf.Tensor2D,
  parameters: readonly tf.Variable[],
): GradientsOf {
  return (images, loss, others) => {
    const variables = [...parameters, ...others];
    const { value, grads } = tf.variableGrads(() => loss(forward(images, true)), variables);
    return {
      loss: value,
      gradients: new Map(variables.map((variable) => [variable, grads[variable.name]!])),
    };
  };
}
