import * as tf from '@tensorflow/tfjs-core';
import type { StateDict } from '../model/stateDict.js';
import { norm as normOnWasm } from '../ops/wasm/descend.js';
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

export type Gradients = ReadonlyMap<tf.Variable, tf.Tensor>;

/** Changes parameters by their gradients. */
export interface Optimizer {
  readonly groups: readonly ParameterGroup[];
  /**
   * One update. `norms` are those of {@link Optimizer.gradientNorms}; in a graph `rate` must be a tensor, because the graph
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
  /** What it remembers, in this project's own layout: `velocity.backbone.conv1.weight`. */
  state(): Promise<StateDict>;
  /**
   * @param state may hold more than the optimiser's own tensors
   * @throws RangeError, before any change, if one is missing or has another shape
   */
  restore(state: StateDict): void;
  dispose(): void;
}

/** Tensors of one update, of parameters that are updated together. */
export interface Descent {
  readonly weight: tf.Tensor;
  /** What is remembered of these parameters. */
  readonly memory: readonly tf.Tensor[];
  readonly gradient: tf.Tensor;
  /** Factor of the gradient, by which it is clipped; null for 1. */
  readonly factor: tf.Scalar | null;
  readonly rate: number | tf.Scalar;
  /** The rule's counters, after this update. */
  readonly counters: readonly tf.Scalar[];
  /** Whether values may be computed outside tfjs' operations: not in a graph, and not where the device decides. */
  readonly direct: boolean;
}

/** What one optimiser differs in from others. */
export interface Rule {
  /** What it remembers of each parameter: tensors of its shape, 0 at first. */
  readonly memory: readonly string[];
  /** Numbers that change with every update, 0 at first, and how. */
  readonly counters?: readonly string[];
  readonly count?: (counters: readonly tf.Scalar[]) => tf.Scalar[];
  /** The next weight and memory. */
  readonly next: (descent: Descent) => { readonly weight: tf.Tensor; readonly memory: readonly tf.Tensor[] };
}

/**
 * An optimiser with groups and clipping: `g · min(1, max / (norm + 1e-6))`, as PyTorch's `clip_grad_norm_`. tfjs' own have
 * neither.
 */
export function optimizerOf(groups: readonly ParameterGroup[], rule: Rule): Optimizer {
  const zeros = (like: tf.Tensor) => tf.tidy(() => tf.variable(tf.zerosLike(like), false));
  const parameters = groups.flatMap((group) =>
    group.parameters.map(({ name, variable }) => ({ name: `${group.name}.${name}`, variable })),
  );
  const memories = new Map(
    parameters.map(({ variable }) => [variable, rule.memory.map(() => zeros(variable as tf.Tensor))]),
  );
  const counters = (rule.counters ?? []).map(() => tf.tidy(() => tf.variable(tf.scalar(0), false)));
  const named: readonly (readonly [string, tf.Variable])[] = [
    ...parameters.flatMap(({ name, variable }) =>
      rule.memory.map((kind, index) => [`${kind}.${name}`, memories.get(variable)![index]!] as const),
    ),
    ...counters.map((counter, index) => [rule.counters![index]!, counter] as const),
  ];
  return {
    groups,
    gradientNorms: (gradients) => groups.map((group) => norm(group, gradients)),
    apply(gradients, norms, rate, accept) {
      const assign = (variable: tf.Variable, value: tf.Tensor) =>
        variable.assign(accept === undefined ? value : tf.where(accept, value, variable));
      const set = (variables: readonly tf.Variable[], values: tf.Tensor) => {
        for (const [index, value] of parted(values, variables).entries()) assign(variables[index]!, value);
      };
      tf.tidy(() => {
        const counted = rule.count?.(counters as tf.Tensor[] as tf.Scalar[]) ?? [];
        for (const [index, { parameters, rateFactor = 1, maxGradientNorm }] of groups.entries()) {
          const groupRate =
            typeof rate === 'number' ? rate * rateFactor : tf.mul<tf.Scalar>(rate, rateFactor);
          const factor = maxGradientNorm === undefined ? null : clipping(norms[index]!, maxGradientNorm);
          for (const variables of together(differentiated(parameters, gradients))) {
            tf.tidy(() => {
              const own = rule.memory.map((_, kind) =>
                variables.map((variable) => memories.get(variable)![kind]!),
              );
              const { weight, memory } = rule.next({
                weight: joined(variables),
                memory: own.map(joined),
                gradient: joined(variables.map((variable) => gradients.get(variable)!)),
                factor,
                rate: groupRate,
                counters: counted,
                direct: accept === undefined && typeof rate === 'number',
              });
              for (const [kind, values] of memory.entries()) set(own[kind]!, values);
              set(variables, weight);
            });
          }
        }
        for (const [index, value] of counted.entries()) assign(counters[index]!, value);
      });
    },
    async state() {
      const state: StateDict = new Map();
      for (const [name, variable] of named)
        state.set(name, { shape: variable.shape, data: await variable.data<'float32'>() });
      return state;
    },
    restore(state) {
      for (const [name, { shape }] of named) {
        if (state.get(name)?.shape.join() !== shape.join())
          throw new RangeError(`optimizer state: ${name} is missing or has another shape`);
      }
      for (const [name, variable] of named) {
        const { data, shape } = state.get(name)!;
        tf.tidy(() => variable.assign(tf.tensor(data, [...shape])));
      }
    },
    dispose() {
      for (const [, variable] of named) variable.dispose();
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

/** The gradient, clipped. */
export const clipped = ({ gradient, factor }: Descent): tf.Tensor =>
  factor === null ? gradient : tf.mul(gradient, factor);
