import { dirname, join } from 'node:path';
import { useBackend } from '../backend/useBackend.js';
import { BadInput } from '../badInput.js';
import { verificationFile } from '../checkpoint/checkpointFiles.js';
import type { WrongSize } from '../faces/decode/decodeImage.js';
import { fileImages } from '../faces/fileImages.js';
import { type NetworkShape, openNetwork } from '../loop/openNetwork.js';
import { embedderOf } from '../loop/verification.js';
import type { Model } from '../model/createModel.js';
import { isThere } from '../plainFile.js';
import type { EmbedOptions } from '../verify/embedFlipped.js';
import { type Comparison, comparisonOf } from './comparison.js';
import { type Embeddings, embedImages } from './embeddings.js';
import { ofRun, readThreshold } from './thresholdFile.js';

export interface RecogniserOptions extends NetworkShape {
  /** Default auto. Null: the backend that is already active. */
  readonly backend?: Parameters<typeof useBackend>[0] | null;
  /** Similarity above which two images are one person (default: what verification found at the end of the run). */
  readonly threshold?: number;
  /** An image of another size than the network's (default fail). */
  readonly onWrongSize?: WrongSize;
  readonly onWarning?: (line: string) => void;
}

export type { Comparison };

/** A trained network in use. */
export interface Recogniser {
  readonly model: Model;
  /** Where the weights came from. */
  readonly path: string;
  /** Tells the network from others: a gallery can only be searched with the network that embedded it. */
  readonly digest: string;
  readonly threshold: number | null;
  /** Embeddings of length 1 of aligned images: of each image and its mirror image together. */
  embed(files: readonly string[], options?: EmbedOptions): Promise<Embeddings>;
  compare(first: string, second: string): Promise<Comparison>;
  /** Frees the network's memory. */
  dispose(): void;
}

/**
 * Opens a trained network for use: a run's folder, a checkpoint, or a file of weights (safetensors, or PyTorch's `.pth`).
 *
 * @throws BadInput if there is none, or if it does not fit
 * @example
 * ```ts no-run
 * const recogniser = await openRecogniser('runs/2026-04-17T09-30-00');
 * const { similarity, same } = await recogniser.compare('a.jpg', 'b.jpg');
 * const { names, values } = await recogniser.embed(['a.jpg', 'b.jpg']);
 * ```
 */
export async function openRecogniser(path: string, options: RecogniserOptions = {}): Promise<Recogniser> {
  const {
    backend = 'auto',
    onWrongSize = 'fail',
    onWarning = () => {},
    threshold: given,
    ...shape
  } = options;
  if (backend !== null) await useBackend(backend);
  const network = await openNetwork(path, shape, onWarning);
  const { model, digest } = network;
  const threshold =
    given ??
    (network.config === null
      ? network.threshold
      : await thresholdOfRun(network.path, shape.ema ? ofRun.averaged : ofRun.trained));

  const embed = (files: readonly string[], embedding: EmbedOptions = {}) => {
    const set = fileImages('images', files.length, (index) => files[index]!, {
      imageSize: model.imageSize,
      onWrongSize,
    });
    return embedImages(set, embedderOf(model), embedding);
  };
  return {
    model,
    path: network.path,
    digest,
    threshold,
    embed,
    compare: async (first, second) => comparisonOf(await embed([first, second]), threshold),
    dispose: () => model.dispose(),
  };
}

/** A best checkpoint has its own verification, a finished run that of its last; a run that was not verified has none. */
async function thresholdOfRun(checkpoint: string, network: string): Promise<number | null> {
  const own = join(checkpoint, verificationFile);
  const path = (await isThere(own)) ? own : join(dirname(dirname(checkpoint)), verificationFile);
  if (!(await isThere(path))) return null;
  return readThreshold(path, network).catch((error: unknown) => {
    if (error instanceof BadInput) return null;
    throw error;
  });
}
