import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { BadInput } from '../badInput.js';
import { stateFile } from '../checkpoint/checkpointFiles.js';
import { latestCheckpoint } from '../checkpoint/loadCheckpoint.js';
import type { Tensors } from '../checkpoint/tensors.js';
import type { Model, ModelName } from '../model/createModel.js';
import { loadedModel, modelFrom, type NetworkShape, thresholdIn } from '../model/modelFrom.js';
import { readWeights } from '../weights/readWeights.js';
import { parseConfig, type RunConfig } from './runConfig.js';
import { checkpointsOf } from './runFolder.js';

export type { NetworkShape };

export interface OpenedNetwork {
  readonly model: Model;
  /** Where the weights came from. */
  readonly path: string;
  /** Sixteen hexadecimal digits that other weights do not share. */
  readonly digest: string;
  /** The config of the run that they are of, if they are of one of ours. */
  readonly config: RunConfig | null;
  /** What the file says above which similarity two images are one person; a run's is beside its checkpoints. */
  readonly threshold: number | null;
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
    const weights = await readWeights(path);
    return {
      model: modelFrom(weights, path, shape),
      path,
      digest: digestOf(weights.tensors),
      config: null,
      threshold: thresholdIn(weights.metadata),
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
  const { embeddingSize } = config;
  const model = loadedModel(config.model as ModelName, { embeddingSize, imageSize }, weights, path);
  return { model, path: checkpoint.path, digest: digestOf(weights), config, threshold: null };
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
