import { type Initialiser, normal } from './initialise.js';
import {
  batchNormLayer,
  convolutionLayer,
  groupedLayer,
  type Layer,
  linearLayer,
  sequence,
} from './layers.js';
import type { Scope } from './scope.js';

export interface MobilefacenetShape {
  /** Blocks of the four residual stages; 1 for the first stage means one grouped convolution. */
  readonly blocks: readonly [number, number, number, number];
  /** Widths are multiples of 64 · scale. */
  readonly scale: number;
}

/**
 * Small network of depthwise convolutions: `[N, S, S, 3] → [N, embeddingSize]`.
 *
 * Source: Chen, Liu, Gao and Han (2018), MobileFaceNets, arXiv 1804.07573, widened and shortened as in the arcface_torch
 * reference.
 */
export function mobilefacenet(
  scope: Scope,
  { blocks, scale }: MobilefacenetShape,
  embeddingSize: number,
  imageSize: number,
): Layer {
  const wide = 64 * scale;
  const wider = 128 * scale;
  let index = 0;
  const next = () => `layers.${index++}`;
  const layers = [
    pointConvolution(scope, next(), 3, wide, { size: 3, stride: 2, padding: 1, first: true }),
    blocks[0] === 1
      ? groupedBlock(scope, next(), wide, wide / 64)
      : residuals(scope, next(), wide, 128, blocks[0]),
    bottleneck(scope, next(), wide, wide, 128, 2),
    residuals(scope, next(), wide, 128, blocks[1]),
    bottleneck(scope, next(), wide, wider, 256, 2),
    residuals(scope, next(), wider, 256, blocks[2]),
    bottleneck(scope, next(), wider, wider, 512, 2),
    residuals(scope, next(), wider, 256, blocks[3]),
  ];
  const side = [0, 0, 0, 0].reduce((length) => Math.ceil(length / 2), imageSize);
  return sequence(
    ...layers,
    pointConvolution(scope, 'conv_sep', wider, last),
    groupedLayer(scope, 'features.layers.0.layers.0', {
      channels: last,
      group: 1,
      size: side,
      initialise: kaiming(last * side * side),
    }),
    batchNormLayer(scope, 'features.layers.0.layers.1', last),
    linearLayer(scope, 'features.layers.2', {
      channels: last,
      outputs: embeddingSize,
      bias: false,
      initialise: kaiming(embeddingSize),
    }),
    batchNormLayer(scope, 'features.layers.3', embeddingSize),
  );
}

/** Channels before the last, global depthwise convolution. */
const last = 512;

/** He initialisation by fan-out: N(0, 2 / fan). As in PyTorch, a grouped filter's fan counts all outputs. */
const kaiming = (fan: number): Initialiser => normal(Math.sqrt(2 / fan));

interface Window {
  readonly size: number;
  readonly stride: number;
  readonly padding: number;
  readonly first?: boolean;
}
const point: Window = { size: 1, stride: 1, padding: 0 };

/** Convolution, BN, PReLU. */
function pointConvolution(
  scope: Scope,
  name: string,
  inputs: number,
  outputs: number,
  window = point,
): Layer {
  return sequence(
    convolutionLayer(scope, `${name}.layers.0`, {
      inputs,
      outputs,
      ...window,
      initialise: kaiming(outputs * window.size ** 2),
    }),
    batchNormLayer(scope, `${name}.layers.1`, outputs, { prelu: `${name}.layers.2` }),
  );
}

/** Grouped 3×3, BN, PReLU; a group of 1 is depthwise. */
function groupedBlock(scope: Scope, name: string, channels: number, group: number, stride = 1): Layer {
  return sequence(
    groupedLayer(scope, `${name}.layers.0`, {
      channels,
      group,
      size: 3,
      stride,
      padding: 1,
      initialise: kaiming(channels * 9),
    }),
    batchNormLayer(scope, `${name}.layers.1`, channels, { prelu: `${name}.layers.2` }),
  );
}

/** 1×1 to the hidden width, depthwise 3×3, 1×1 back and BN without activation. */
function bottleneck(
  scope: Scope,
  name: string,
  inputs: number,
  outputs: number,
  hidden: number,
  stride: number,
): Layer {
  return sequence(
    pointConvolution(scope, `${name}.layers.0`, inputs, hidden),
    groupedBlock(scope, `${name}.layers.1`, hidden, 1, stride),
    convolutionLayer(scope, `${name}.layers.2.layers.0`, {
      inputs: hidden,
      outputs,
      size: 1,
      initialise: kaiming(outputs),
    }),
    batchNormLayer(scope, `${name}.layers.2.layers.1`, outputs),
  );
}

function residuals(scope: Scope, name: string, channels: number, hidden: number, count: number): Layer {
  return sequence(
    ...Array.from({ length: count }, (_, index): Layer => {
      const body = bottleneck(scope, `${name}.layers.${index}`, channels, channels, hidden, 1);
      return (x, ops) => ops.add(x, body(x, ops));
    }),
  );
}
