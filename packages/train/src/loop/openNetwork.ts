import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../badInput.js';
import { stateFile } from '../checkpoint/checkpointFiles.js';
import { latestCheckpoint } from '../checkpoint/loadCheckpoint.js';
import type { Safetensors } from '../checkpoint/readSafetensors.js';
import type { Tensors } from '../checkpoint/tensors.js';
import { countParameters, createModel, type Model, type ModelName, modelWith } from '../model/createModel.js';
import { fromStateDict } from '../model/stateDict.js';
import { readWeights } from '../weights/readWeights.js';
import { fitting, otherNetwork } from './restoreParts.js';
import { parseConfig, type RunConfig } from './runConfig.js';
import { checkpointsOf } from './runFolder.js';

/** What a file of weights need not tell. */
export interface NetworkShape {
  /** Default: the network whose tensors have the names in the file. */
  readonly model?: ModelName;
  /** Default: what the file says, else 112. */
  readonly imageSize?: number;
  /** The average of the weights, which a run keeps that was begun with `--ema-decay`. */
  readonly ema?: boolean;
}

export interface OpenedNetwork {
  readonly model: Model;
  /** Where the weights came from. */
  readonly path: string;
  /** Sixteen hexadecimal digits that other weights do not share. */
  readonly digest: string;
  /** The config of the run that they are of, if they are of one of ours. */
  readonly config: RunConfig | null;
}

/**
 * A trained network: of a run's folder, of one checkpoint, or of a file of weights: safetensors, or a `.pth` of PyTorch.
 * Call `useBackend` before.
 *
 * @throws BadInput where there is none, or where it does not fit
 */
export async function openNetwork(
  path: string,
  shape: NetworkShape,
  onWarning: (line: string) => void,
): Promise<OpenedNetwork> {
  const noAverage = (where: string) =>
    new BadInput(where, 'has no average of the weights', 'train with --ema-decay, or leave out --ema');
  if (await isFile(path)) {
    if (shape.ema) throw noAverage(path);
    const { tensors, metadata } = await readWeights(path);
    const model = shape.model ?? modelWith(tensors.keys());
    if (model === null) throw noBackbone(path);
    const imageSize = shape.imageSize ?? imageSizeIn(metadata);
    return {
      model: network(model, embeddingSizeOf(tensors, path), imageSize, tensors, path),
      path,
      digest: digestOf(tensors),
      config: null,
    };
  }
  if (!(await stat(path).catch(() => null))) {
    throw new BadInput(path, 'is not there', 'name a run’s folder, a checkpoint, or a file of weights');
  }
  const folder = (await isFile(join(path, stateFile))) ? path : checkpointsOf(path);
  const checkpoint = await latestCheckpoint(folder, ({ message }) => onWarning(`${message}: passed over`));
  const config = parseConfig(checkpoint.config, checkpoint.path);
  const imageSize = config.data.imageSize ?? 112; // a run's checkpoints say it
  const weights = shape.ema ? checkpoint.average : checkpoint.backbone;
  if (weights === undefined) throw noAverage(checkpoint.path);
  const model = network(config.model as ModelName, config.embeddingSize, imageSize, weights, path);
  return { model, path: checkpoint.path, digest: digestOf(weights), config };
}

function network(
  name: ModelName,
  embeddingSize: number,
  imageSize: number,
  tensors: Tensors,
  path: string,
): Model {
  const model = fitting(path, otherNetwork, () => {
    // A small file must not make a large network.
    const parameters = countParameters(name, { embeddingSize, imageSize });
    let held = 0;
    for (const { data } of tensors.values()) held += data.length;
    if (held < parameters)
      throw new RangeError(`has ${held} numbers, fewer than the ${parameters} of ${name}`);
    return createModel(name, { random: { next: () => 0.5 }, embeddingSize, imageSize });
  });
  try {
    fitting(path, otherNetwork, () => fromStateDict(model, tensors));
  } catch (error) {
    model.dispose();
    throw error;
  }
  return model;
}

/** Both families end with a batch norm of the embedding. */
function embeddingSizeOf(tensors: Tensors, path: string): number {
  const last = tensors.get('features.bias') ?? tensors.get('features.layers.3.bias');
  if (last) return last.data.length;
  throw noBackbone(path);
}

const noBackbone = (path: string) =>
  new BadInput(path, 'is no backbone of IResNet or MobileFaceNet', 'name a backbone');

/** As `export` notes it in the header. */
function imageSizeIn(metadata: Safetensors['metadata']): number {
  const text = metadata.image_size ?? '';
  return /^[1-9]\d{0,3}$/.test(text) ? Number(text) : 112;
}

/** Of the last layers, which every update changes; all weights would take long to read again. */
function digestOf(tensors: Tensors): string {
  const hash = createHash('sha256');
  // The count of batches is no weight, and files differ in having it, and in their order.
  for (const [name, { data }] of [...tensors].sort(([a], [b]) => (a < b ? -1 : 1)))
    if (name.startsWith('features') && !name.endsWith('num_batches_tracked'))
      hash.update(name).update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return hash.digest('hex').slice(0, 16);
}

const isFile = async (path: string) => (await stat(path).catch(() => null))?.isFile() ?? false;
