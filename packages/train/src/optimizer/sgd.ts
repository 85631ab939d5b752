import * as tf from '@tensorflow/tfjs-core';
import type { StateDict } from '../model/stateDict.js';
import { descend, norm as normOnWasm } from '../ops/wasm/descend.js';
import { wasmKernels } from '../ops/wasm/kernels.js';
import { joined, parted, together } from './together.js';

export interface OptimizedParameter {
  readonly name: string;
  readonly variable: tf.Variable;
}

/** Parameters that share a rate and a clipping. */
export interface ParameterGroup {
  /** Prefix of the parameters' names in the saved state: `backbone`, `head`. */
  readonly name: string;
  readonly parameters: readonly OptimizedParameter[];
  /** The group's rate is the step's rate times this; 1. */
  readonly rateFactor?: number;
  /** Maximum norm of the gradient of the whole group; none. */
  readonly maxGradientNorm?: number;
}

export interface SgdOptions {
  readonly groups: readonly ParameterGroup[];
  /** 0.9 */
  readonly momentum?: number;
  /** 5e-4; on every parameter of every group */
  readonly weightDecay?: number;
}

export type Gradients = ReadonlyMap<tf.Variable, tf.Tensor>;

export interface Sgd {
  readonly groups: readonly ParameterGroup[];
  /**
   * One update. `norms` are those of {@link Sgd.gradientNorms}; in a graph `rate` must be a tensor, because the graph
   * would store a number as a constant. `accept` is an optional boolean scalar on the device; if it is false, nothing
   * changes.
   */
  apply(
    gradients: Gradients,
    norms: readonly tf.Scalar[],
    rate: number | tf.Scalar,
    accept?: tf.Scalar,
  ): void;
  /** The norm of each group's whole gradient, before clipping. */
  gradientNorms(gradients: Gradients): tf.Scalar[];
  /** The velocities by group and name, in this project's own layout. */
  state(): Promise<StateDict>;
  restore(state: StateDict): void;
  dispose(): void;
}

/**
 * Stochastic gradient descent with momentum, in PyTorch's order: clip the gradient of a group to its norm, add
 * `weightDecay · w`, `v = momentum · v + g`, `w = w − rate · v`. No dampening, no Nesterov. Velocities start at 0,
 * which equals PyTorch's first step.
 *
 * Clipping is `g · min(1, max / (norm + 1e-6))`, as PyTorch's `clip_grad_norm_`. tfjs' own MomentumOptimizer has neither
 * decay nor clipping nor groups.
 */
export function sgd({ groups, momentum = 0.9, weightDecay = 5e-4 }: SgdOptions): Sgd {
  const velocities = new Map<tf.Variable, tf.Variable>();
  for (const { parameters } of groups) {
    for (const { variable } of parameters) {
      velocities.set(
        variable,
        tf.tidy(() => tf.variable(tf.zerosLike(variable), false)),
      );
    }
  }
  const named = () =>
    groups.flatMap((group) =>
      group.parameters.map(({ name, variable }) => ({
        name: `${group.name}.${name}`,
        velocity: velocities.get(variable)!,
      })),
    );
  return {
    groups,
    gradientNorms: (gradients) => groups.map((group) => norm(group, gradients)),
    apply(gradients, norms, rate, accept) {
      const kernels = wasmKernels();
      const set = (variables: readonly tf.Variable[], values: tf.Tensor) => {
        for (const [index, value] of parted(values, variables).entries()) {
          const variable = variables[index]!;
          variable.assign(accept === undefined ? value : tf.where(accept, value, variable));
        }
      };
      for (const [index, { parameters, rateFactor = 1, maxGradientNorm }] of groups.entries()) {
        tf.tidy(() => {
          const groupRate = typeof rate === 'number' ? rate * rateFactor : tf.mul(rate, rateFactor);
          const factor = maxGradientNorm === undefined ? null : clipping(norms[index]!, maxGradientNorm);
          for (const variables of together(differentiated(parameters, gradients))) {
            tf.tidy(() => {
              const own = variables.map((variable) => velocities.get(variable)!);
              const [weight, velocity] = [joined(variables), joined(own)];
              const gradient = joined(variables.map((variable) => gradients.get(variable)!));
              if (kernels !== null && accept === undefined && typeof rate === 'number') {
                const options = { momentum, weightDecay, rate: rate * rateFactor };
                const scale = factor?.dataSync()[0] ?? 1;
                const next = descend(kernels, weight, velocity, gradient, { ...options, factor: scale });
                set(own, next[0]);
                set(variables, next[1]);
                return;
              }
              const next = tf.tidy(() => {
                const clipped = factor === null ? gradient : tf.mul(gradient, factor);
                const decayed =
                  weightDecay === 0 ? clipped : tf.tidy(() => tf.add(clipped, tf.mul(weight, weightDecay)));
                return tf.add(tf.mul(velocity, momentum), decayed);
              });
              set(own, next);
              set(variables, tf.sub(weight, tf.mul(next, groupRate)));
            });
          }
        });
      }
    },
    async state() {
      const state: StateDict = new Map();
      for (const { name, velocity } of named())
        state.set(name, { shape: velocity.shape, data: await velocity.data<'float32'>() });
      return state;
    },
    restore(state) {
      for (const { name, velocity } of named()) {
        const found = state.get(name);
        if (found === undefined || found.shape.join() !== velocity.shape.join())
          throw new RangeError(`optimizer state: ${name} is missing or has another shape`);
      }
      for (const { name, velocity } of named()) {
        const { data, shape } = state.get(name)!;
        tf.tidy(() => velocity.assign(tf.tensor(data, [...shape])));
      }
    },
    dispose() {
      for (const velocity of velocities.values()) velocity.dispose();
    },
  };
}

/** The parameters that affect the loss. */
const differentiated = (parameters: readonly OptimizedParameter[], gradients: Gradients): tf.Variable[] =>
  parameters.map(({ variable }) => variable).filter((variable) => gradients.has(variable));

function norm({ parameters }: ParameterGroup, gradients: Gradients): tf.Scalar {
  const variables = differentiated(parameters, gradients);
  const kernels = wasmKernels();
  if (kernels !== null)
    return normOnWasm(
      kernels,
      variables.map((variable) => gradients.get(variable)!),
    );
  return tf.tidy(() => {
    const parts = together(variables).map((list) => joined(list.map((variable) => gradients.get(variable)!)));
    const squares = parts.map((gradient) => tf.sum(tf.square(gradient)));
    // Not addN: WebGPU binds only about eight tensors per operation.
    return tf.sqrt(tf.sum(tf.stack(squares))) as tf.Scalar;
  });
}

/** min(1, max / (norm + 1e-6)), as a scalar on the device. */
function clipping(norm: tf.Scalar, max: number): tf.Scalar {
  return tf.minimum(1, tf.div(max, tf.add(norm, 1e-6))) as tf.Scalar;
}
