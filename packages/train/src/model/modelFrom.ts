import { BadInput } from '../badInput.js';
import type { Safetensors } from '../checkpoint/safetensorsBytes.js';
import type { Tensors } from '../checkpoint/tensors.js';
import { fitting, otherNetwork } from '../fitting.js';
import { countParameters, createModel, type Model, type ModelName, modelWith } from './createModel.js';
import { fromStateDict } from './stateDict.js';

/** What a file of weights need not tell. */
export interface NetworkShape {
  /** Default: the network whose tensors have the names in the file. */
  readonly model?: ModelName;
  /** Default: what the file says, else 112. */
  readonly imageSize?: number;
  /** The average of the weights, which a run keeps that was begun with `--ema-decay`; a file has none. */
  readonly ema?: boolean;
}

/**
 * The network of a file of weights, with these weights.
 *
 * @param path for messages
 * @throws BadInput if no network fits
 */
export function modelFrom({ tensors, metadata }: Safetensors, path: string, shape: NetworkShape = {}): Model {
  const name = shape.model ?? modelWith(tensors.keys());
  if (name === null) throw noBackbone(path);
  // Both families end with a batch norm of the embedding.
  const last = tensors.get('features.bias') ?? tensors.get('features.layers.3.bias');
  if (last === undefined) throw noBackbone(path);
  const imageSize = shape.imageSize ?? imageSizeIn(metadata);
  return loadedModel(name, { embeddingSize: last.data.length, imageSize }, tensors, path);
}

/**
 * A network with these weights.
 *
 * @param path for messages
 * @throws BadInput if they are of another network
 */
export function loadedModel(
  name: ModelName,
  sizes: { readonly embeddingSize: number; readonly imageSize: number },
  tensors: Tensors,
  path: string,
): Model {
  const model = fitting(path, otherNetwork, () => {
    // A small file must not make a large network.
    const parameters = countParameters(name, sizes);
    let held = 0;
    for (const { data } of tensors.values()) held += data.length;
    if (held < parameters)
      throw new RangeError(`has ${held} numbers, fewer than the ${parameters} of ${name}`);
    return createModel(name, { random: { next: () => 0.5 }, ...sizes });
  });
  try {
    fitting(path, otherNetwork, () => fromStateDict(model, tensors));
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

const noBackbone = (path: string) =>
  new BadInput(path, 'is no backbone of IResNet or MobileFaceNet', 'name a backbone');

/** As `export` notes it in the header. */
function imageSizeIn(metadata: Safetensors['metadata']): number {
  const text = metadata.image_size ?? '';
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 112;
}

/** The similarity above which two images are one person, as `export` notes it in the header; null where it is not said. */
export function thresholdIn({ threshold }: Safetensors['metadata']): number | null {
  const value = Number(threshold?.trim() || Number.NaN);
  return value >= -1 && value <= 1 ? value : null;
}
