import * as tf from '@tensorflow/tfjs-core';
import type { Work } from '../../../ops/tensorflow/graphs.js';
import { nodeBackend } from './nodeBackend.js';
import { Recorder } from './recorder.js';
import type { Recording } from './recording.js';

export interface Recorded {
  /**
   * Its inputs are those of the work and then `read`, its outputs those of the work and then of `written`; null where the work
   * looked at values, which a graph cannot follow.
   */
  readonly recording: Recording | null;
  /** Variables whose values the work read, */
  readonly read: readonly tf.Variable[];
  /** and those that it assigned. */
  readonly written: readonly tf.Variable[];
  /** What the work returned, and the new values of `written`; the variables themselves are as before. */
  readonly outputs: readonly tf.Tensor[];
}

/** Does some work once and writes down every operation of TensorFlow that it calls. */
export function record(work: Work, inputs: readonly tf.Tensor[]): Recorded {
  const variables = Object.values(tf.engine().registeredVariables);
  const before = variables.map((variable) => tf.keep(tf.clone(variable as tf.Tensor)));
  const recorder = new Recorder(nodeBackend(), inputs, variables);
  try {
    // Clones: work may return what it was given, and the caller disposes of what is returned.
    const returned = recorder.during(() => tf.tidy(() => work(inputs).map((output) => tf.clone(output))));
    const written = variables.filter(({ dataId }, index) => dataId !== before[index]!.dataId);
    const outputs = [...returned, ...written.map((variable) => tf.clone(variable as tf.Tensor))];
    return { recording: recorder.finish(outputs), read: recorder.read, written, outputs };
  } finally {
    for (const [index, variable] of variables.entries()) variable.assign(before[index]!);
    tf.dispose(before);
  }
}
