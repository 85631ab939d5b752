import * as tf from '@tensorflow/tfjs-core';
import type { Parameter } from './scope.js';

/** A tensor in PyTorch's layout: row-major, channels first. */
export interface StateTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type StateDict = Map<string, StateTensor>;

interface Holder {
  readonly parameters: readonly Parameter[];
  readonly buffers?: readonly Parameter[];
}

/**
 * The weights with PyTorch's names and layout, equal to `state_dict()` of the reference's network (without
 * `num_batches_tracked`, which PyTorch adds itself).
 */
export async function toStateDict({ parameters, buffers = [] }: Holder): Promise<StateDict> {
  const state: StateDict = new Map();
  for (const { name, variable, layout } of [...parameters, ...buffers]) {
    const ours = await variable.data<'float32'>();
    const data = layout.source().reduce((data, from, to) => {
      data[to] = ours[from]!;
      return data;
    }, new Float32Array(ours.length));
    state.set(name, { shape: layout.torchShape, data });
  }
  return state;
}

/**
 * Loads weights; `num_batches_tracked` entries are ignored.
 *
 * @throws RangeError, before any change, if a name is missing or unknown or a shape differs.
 */
export function fromStateDict({ parameters, buffers = [] }: Holder, state: StateDict): void {
  const own = [...parameters, ...buffers];
  check(own, state);
  for (const { name, variable, layout } of own) {
    const { data } = state.get(name)!;
    const ours = new Float32Array(data.length);
    layout.source().forEach((to, from) => {
      ours[to] = data[from]!;
    });
    const value = tf.tensor(ours, variable.shape);
    variable.assign(value);
    value.dispose();
  }
}

function check(own: readonly Parameter[], state: StateDict): void {
  const names = new Set(own.map(({ name }) => name));
  for (const { name, layout } of own) {
    const found = state.get(name);
    if (found === undefined) throw new RangeError(`weights lack ${name}`);
    if (found.shape.join() !== layout.torchShape.join()) {
      throw new RangeError(
        `weights: ${name} is [${found.shape.join(', ')}] (expected [${layout.torchShape.join(', ')}])`,
      );
    }
  }
  for (const name of state.keys()) {
    if (!names.has(name) && !name.endsWith('num_batches_tracked'))
      throw new RangeError(`weights have ${name}, which this network has not`);
  }
}
