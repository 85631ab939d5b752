import * as tf from '@tensorflow/tfjs-core';
import { descend } from '../ops/wasm/descend.js';
import { wasmKernels } from '../ops/wasm/kernels.js';
import { clipped, type Optimizer, optimizerOf, type ParameterGroup } from './optimizer.js';

export interface SgdOptions {
  readonly groups: readonly ParameterGroup[];
  /** 0.9 */
  readonly momentum?: number;
  /** 5e-4; on every parameter of every group */
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent with momentum, in PyTorch's order: clip the gradient of a group to its norm, add
 * `weightDecay · w`, `v = momentum · v + g`, `w = w − rate · v`. No dampening, no Nesterov. Velocities start at 0,
 * which equals PyTorch's first step.
 */
export const sgd = ({ groups, momentum = 0.9, weightDecay = 5e-4 }: SgdOptions): Optimizer =>
  optimizerOf(groups, {
    memory: ['velocity'],
    next(descent) {
      const { weight, gradient, factor, rate, direct } = descent;
      const [before] = descent.memory as [tf.Tensor];
      const kernels = direct ? wasmKernels() : null;
      if (kernels !== null) {
        const options = { momentum, weightDecay, rate: rate as number, factor: factor?.dataSync()[0] ?? 1 };
        const [velocity, next] = descend(kernels, weight, before, gradient, options);
        return { weight: next, memory: [velocity] };
      }
      const velocity = tf.tidy(() => {
        const own = clipped(descent);
        const decayed = weightDecay === 0 ? own : tf.tidy(() => tf.add(own, tf.mul(weight, weightDecay)));
        return tf.add(tf.mul(before, momentum), decayed);
      });
      return { weight: tf.sub(weight, tf.mul(velocity, rate)), memory: [velocity] };
    },
  });
