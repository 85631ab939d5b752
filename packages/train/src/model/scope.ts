import * as tf from '@tensorflow/tfjs-core';
import type { Initialiser, UniformSource } from './initialise.js';
import type { Layout } from './layout.js';

/** A named tensor of a model. */
export interface Parameter {
  /** PyTorch's name: `layer1.0.bn1.weight`. */
  readonly name: string;
  readonly variable: tf.Variable;
  readonly layout: Layout;
}

/** Collects the tensors of layers: trained parameters, and buffers that are saved but not trained. */
export class Scope {
  readonly parameters: Parameter[] = [];
  readonly buffers: Parameter[] = [];

  constructor(readonly random: UniformSource) {}

  parameter(name: string, shape: number[], initialise: Initialiser, layout: Layout): Parameter {
    return this.own(this.parameters, true, name, shape, initialise, layout);
  }

  buffer(name: string, shape: number[], initialise: Initialiser, layout: Layout): Parameter {
    return this.own(this.buffers, false, name, shape, initialise, layout);
  }

  dispose(): void {
    for (const { variable } of [...this.parameters, ...this.buffers]) variable.dispose();
  }

  protected own(
    list: Parameter[],
    trainable: boolean,
    name: string,
    shape: number[],
    initialise: Initialiser,
    layout: Layout,
  ): Parameter {
    const size = shape.reduce((product, length) => product * length, 1);
    const start = tf.tensor(initialise(size, this.random), shape);
    const variable = tf.variable(start, trainable);
    start.dispose();
    const parameter = { name, variable, layout };
    list.push(parameter);
    return parameter;
  }
}
