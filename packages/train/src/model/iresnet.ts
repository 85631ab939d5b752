import { normal, uniform } from './initialise.js';
import { batchNormLayer, convolutionLayer, type Layer, linearLayer, sequence } from './layers.js';
import type { Scope } from './scope.js';

export interface IresnetShape {
  /** Channels of the four stages; the stem has as many as the first stage. */
  readonly widths: readonly [number, number, number, number];
  /** Blocks of the four stages, each of which halves height and width in its first. */
  readonly blocks: readonly [number, number, number, number];
}

/**
 * Residual network for faces: `[N, S, S, 3] → [N, embeddingSize]`.
 *
 * Source: Duta, Liu, Zhu and Shao (2021), Improved residual networks, arXiv 2004.04989, in the variant of the
 * arcface_torch reference: a block starts with normalisation and ends without an activation.
 */
export function iresnet(
  scope: Scope,
  { widths, blocks }: IresnetShape,
  embeddingSize: number,
  imageSize: number,
): Layer {
  const stem = sequence(
    convolutionLayer(scope, 'conv1', {
      inputs: 3,
      outputs: widths[0],
      size: 3,
      padding: 1,
      initialise,
      first: true,
    }),
    batchNormLayer(scope, 'bn1', widths[0], { prelu: 'prelu' }),
  );
  const stages: Layer[] = [];
  let inputs: number = widths[0];
  let side = imageSize;
  for (const [stage, outputs] of widths.entries()) {
    for (let index = 0; index < blocks[stage]!; index++) {
      stages.push(block(scope, `layer${stage + 1}.${index}`, inputs, outputs, index === 0 ? 2 : 1));
      inputs = outputs;
    }
    side = Math.ceil(side / 2);
  }
  const head = sequence(
    batchNormLayer(scope, 'bn2', inputs),
    linearLayer(scope, 'fc', {
      channels: inputs,
      height: side,
      width: side,
      outputs: embeddingSize,
      bias: true,
      initialise: uniform(1 / Math.sqrt(inputs * side * side)),
    }),
    // The scale is fixed at 1, because the length of an embedding carries no identity.
    batchNormLayer(scope, 'features', embeddingSize, { trainScale: false }),
  );
  return sequence(stem, ...stages, head);
}

const initialise = normal(0.1);

/**
 * BN, 3×3, BN, PReLU, 3×3 (with the stride), BN; added to the input, which passes through 1×1 and BN if the shape
 * changes.
 */
export function block(scope: Scope, name: string, inputs: number, outputs: number, stride: number): Layer {
  const body = sequence(
    batchNormLayer(scope, `${name}.bn1`, inputs),
    convolutionLayer(scope, `${name}.conv1`, { inputs, outputs, size: 3, padding: 1, initialise }),
    batchNormLayer(scope, `${name}.bn2`, outputs, { prelu: `${name}.prelu` }),
    convolutionLayer(scope, `${name}.conv2`, {
      inputs: outputs,
      outputs,
      size: 3,
      stride,
      padding: 1,
      initialise,
    }),
    batchNormLayer(scope, `${name}.bn3`, outputs),
  );
  const shortcut =
    stride === 1 && inputs === outputs
      ? null
      : sequence(
          convolutionLayer(scope, `${name}.downsample.0`, { inputs, outputs, size: 1, stride, initialise }),
          batchNormLayer(scope, `${name}.downsample.1`, outputs),
        );
  return (x, ops) => ops.add(body(x, ops), shortcut === null ? x : shortcut(x, ops));
}
