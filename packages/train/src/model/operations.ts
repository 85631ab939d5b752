import type { Parameter } from './scope.js';

/** A square window that moves over an image. */
export interface Window {
  readonly size: number;
  readonly stride: number;
  /** Zeros around the image, in pixels. */
  readonly padding: number;
}

export interface BatchNormParameters {
  readonly gamma: Parameter;
  readonly beta: Parameter;
  readonly mean: Parameter;
  readonly variance: Parameter;
  /** Slopes of a parametric ReLU after it, or null. */
  readonly alpha: Parameter | null;
}

/**
 * What networks are made of. A network is written once, as a function of these; with tensors it is computed, with the
 * nodes of a file it is exported.
 */
export interface Operations<Value> {
  /** `first`: the layer that sees the images, which need no gradient. */
  convolution(x: Value, filter: Parameter, window: Window & { readonly first: boolean }): Value;
  /** Each group of `group` channels by itself; as many outputs as inputs. A group of 1 is depthwise. */
  grouped(x: Value, filter: Parameter, window: Window & { readonly group: number }): Value;
  batchNorm(x: Value, parameters: BatchNormParameters): Value;
  /** Flattens its input. */
  linear(x: Value, weight: Parameter, bias: Parameter | null): Value;
  add(a: Value, b: Value): Value;
}
