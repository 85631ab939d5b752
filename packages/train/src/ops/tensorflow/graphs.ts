import type * as tf from '@tensorflow/tfjs-core';
import { onTensorflow } from './execute.js';

/** A function of tensors only. It does not read their values, and numbers that change between calls are inputs. */
export type Work = (inputs: readonly tf.Tensor[]) => tf.Tensor[];

export interface Done {
  readonly outputs: readonly tf.Tensor[];
  /** New values of variables. They are not assigned yet; the caller decides. */
  readonly changes: readonly (readonly [tf.Variable, tf.Tensor])[];
}

/**
 * Runs some work as one TensorFlow graph, recorded from the operations of the first call.
 *
 * @param inputs tensors that share no data
 * @param owners the objects that the work uses besides its inputs. The same owners and input shapes share a graph
 */
export type RunAsGraph = (owners: readonly object[], work: Work, inputs: readonly tf.Tensor[]) => Done;

let runner: RunAsGraph | null = null;

/** Called when TensorFlow has been loaded; this module also runs without it. */
export function offerGraphs(offered: RunAsGraph | null): void {
  runner = offered;
}

/**
 * Null if graphs are not used: on other backends, and on a graphics card, where the graph's weights would be copied
 * there and back at every run.
 */
export const graphs = (): RunAsGraph | null => (onTensorflow() ? runner : null);
