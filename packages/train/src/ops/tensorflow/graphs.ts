import type * as tf from '@tensorflow/tfjs-core';
import { onTensorflow } from './execute.js';

/** A function of tensors alone: it looks at no values, and numbers that change from call to call are among its inputs. */
export type Work = (inputs: readonly tf.Tensor[]) => tf.Tensor[];

export interface Done {
  readonly outputs: readonly tf.Tensor[];
  /** The values that the work gave to variables. They have not been assigned: that is the caller's to decide. */
  readonly changes: readonly (readonly [tf.Variable, tf.Tensor])[];
}

/**
 * Does some work as one graph of TensorFlow, made of the first call's operations.
 *
 * @param inputs tensors that share no data
 * @param owners what the work computes with besides its inputs: the same owners and shapes of inputs mean the same graph
 */
export type RunAsGraph = (owners: readonly object[], work: Work, inputs: readonly tf.Tensor[]) => Done;

let runner: RunAsGraph | null = null;

/** Called where TensorFlow has been loaded, which is not everywhere where this module is. */
export function offerGraphs(offered: RunAsGraph | null): void {
  runner = offered;
}

/** Null where there are no graphs: on other backends, and on a graphics card, where a graph's weights would go there and back with every run. */
export const graphs = (): RunAsGraph | null => (onTensorflow() ? runner : null);
