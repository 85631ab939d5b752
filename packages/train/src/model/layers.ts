import { constant, type Initialiser } from './initialise.js';
import { convolutionLayout, depthwiseLayout, groupedLayout, linearLayout, plain } from './layout.js';
import type { Operations } from './operations.js';
import type { Scope } from './scope.js';

/** A layer, with its parameters in the scope that created it; `ops` computes it or writes it down. */
export type Layer = <Value>(x: Value, ops: Operations<Value>) => Value;

interface Convolution {
  readonly inputs: number;
  readonly outputs: number;
  readonly size: number;
  readonly stride?: number;
  readonly padding?: number;
  readonly initialise: Initialiser;
  /** True for the first layer, which needs no gradient of the images. */
  readonly first?: boolean;
}

export function convolutionLayer(scope: Scope, name: string, options: Convolution): Layer {
  const { inputs, outputs, size, stride = 1, padding = 0, initialise, first = false } = options;
  const filter = scope.parameter(
    `${name}.weight`,
    [size, size, inputs, outputs],
    initialise,
    convolutionLayout(size, inputs, outputs),
  );
  return (x, ops) => ops.convolution(x, filter, { size, stride, padding, first });
}

interface Grouped {
  readonly channels: number;
  /** Channels per group; 1 is depthwise. */
  readonly group: number;
  readonly size: number;
  readonly stride?: number;
  readonly padding?: number;
  readonly initialise: Initialiser;
}

export function groupedLayer(scope: Scope, name: string, options: Grouped): Layer {
  const { channels, group, size, stride = 1, padding = 0, initialise } = options;
  const filter = scope.parameter(
    `${name}.weight`,
    [size, size, channels, group],
    initialise,
    group === 1 ? depthwiseLayout(size, channels) : groupedLayout(size, channels, group),
  );
  return (x, ops) => ops.grouped(x, filter, { size, stride, padding, group });
}

interface BatchNorm {
  /** Whether the scale is trained or fixed at 1; true. */
  readonly trainScale?: boolean;
  /** The name of a parametric ReLU after it; none. */
  readonly prelu?: string;
}

export function batchNormLayer(
  scope: Scope,
  name: string,
  channels: number,
  { trainScale = true, prelu: activation }: BatchNorm = {},
): Layer {
  const vector = plain(channels);
  const gamma = trainScale
    ? scope.parameter(`${name}.weight`, [channels], constant(1), vector)
    : scope.buffer(`${name}.weight`, [channels], constant(1), vector);
  const beta = scope.parameter(`${name}.bias`, [channels], constant(0), vector);
  const mean = scope.buffer(`${name}.running_mean`, [channels], constant(0), vector);
  const variance = scope.buffer(`${name}.running_var`, [channels], constant(1), vector);
  const alpha =
    activation === undefined
      ? null
      : scope.parameter(`${activation}.weight`, [channels], constant(0.25), vector);
  return (x, ops) => ops.batchNorm(x, { gamma, beta, mean, variance, alpha });
}

interface Linear {
  readonly channels: number;
  readonly height?: number;
  readonly width?: number;
  readonly outputs: number;
  readonly bias: boolean;
  readonly initialise: Initialiser;
}

/** Flattens its input and multiplies it by a matrix. */
export function linearLayer(scope: Scope, name: string, options: Linear): Layer {
  const { channels, height = 1, width = 1, outputs, initialise } = options;
  const inputs = channels * height * width;
  const weight = scope.parameter(
    `${name}.weight`,
    [inputs, outputs],
    initialise,
    linearLayout(outputs, channels, height, width),
  );
  const bias = options.bias ? scope.parameter(`${name}.bias`, [outputs], initialise, plain(outputs)) : null;
  return (x, ops) => ops.linear(x, weight, bias);
}

/** Applies layers one after the other. */
export function sequence(...layers: Layer[]): Layer {
  return (x, ops) => layers.reduce((value, layer) => layer(value, ops), x);
}
