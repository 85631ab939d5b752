import type * as tf from '@tensorflow/tfjs-core';
import { type GradientsOf, gradientsOf } from './gradients.js';
import type { UniformSource } from './initialise.js';
import { iresnet } from './iresnet.js';
import type { Layer } from './layers.js';
import { mobilefacenet } from './mobilefacenet.js';
import { type Parameter, Scope } from './scope.js';
import { evaluating, training } from './tensorOperations.js';

/** A network from images to embeddings. */
export interface Model {
  readonly name: ModelName;
  readonly embeddingSize: number;
  readonly imageSize: number;
  /** Trained parameters. */
  readonly parameters: readonly Parameter[];
  /** Saved with the parameters but not trained: running statistics. */
  readonly buffers: readonly Parameter[];
  /** The network as it is written: for an export. */
  readonly network: Layer;
  /**
   * `images` `[N, S, S, 3]`, RGB in [−1, 1], to embeddings `[N, embeddingSize]`, not normalised to length 1. With
   * `training`, batch normalisation uses the statistics of the batch and updates the running ones; otherwise it uses
   * the running ones.
   */
  forward(images: tf.Tensor4D, training: boolean): tf.Tensor2D;
  readonly gradients: GradientsOf;
  dispose(): void;
}

type Build = (scope: Scope, embeddingSize: number, imageSize: number) => Layer;

const residual =
  (...blocks: [number, number, number, number]): Build =>
  (scope, embeddingSize, imageSize) =>
    iresnet(scope, { widths: [64, 128, 256, 512], blocks }, embeddingSize, imageSize);

const models = {
  'iresnet-tiny': (scope, embeddingSize, imageSize) =>
    iresnet(scope, { widths: [16, 24, 48, 96], blocks: [1, 1, 1, 1] }, embeddingSize, imageSize),
  'iresnet-18': residual(2, 2, 2, 2),
  'iresnet-34': residual(3, 4, 6, 3),
  'iresnet-50': residual(3, 4, 14, 3),
  'iresnet-100': residual(3, 13, 30, 3),
  'iresnet-200': residual(6, 26, 60, 6),
  mobilefacenet: (scope, embeddingSize, imageSize) =>
    mobilefacenet(scope, { blocks: [1, 4, 6, 2], scale: 2 }, embeddingSize, imageSize),
  'mobilefacenet-large': (scope, embeddingSize, imageSize) =>
    mobilefacenet(scope, { blocks: [2, 8, 12, 4], scale: 4 }, embeddingSize, imageSize),
} satisfies Record<string, Build>;

export type ModelName = keyof typeof models;
export const modelNames = Object.keys(models) as readonly ModelName[];

export interface ModelOptions {
  /** Source of the initial weights; the same source gives the same network. */
  readonly random: UniformSource;
  /** Length of an embedding; 512. */
  readonly embeddingSize?: number;
  /** Side of the square images in pixels, at least 16; 112. */
  readonly imageSize?: number;
}

/**
 * Creates a network with initial weights: iresnet-18 to -200, mobilefacenet, mobilefacenet-large, or iresnet-tiny for
 * CPU.
 *
 * @throws RangeError for an invalid name or size.
 */
export function createModel(name: ModelName, options: ModelOptions): Model {
  const { random, ...sizes } = options;
  const { build, embeddingSize, imageSize } = checked(name, sizes);
  const scope = new Scope(random);
  const network = build(scope, embeddingSize, imageSize);
  const forward: Model['forward'] = (images, isTraining) =>
    network<tf.Tensor>(images, isTraining ? training : evaluating) as tf.Tensor2D;
  return {
    name,
    embeddingSize,
    imageSize,
    parameters: scope.parameters,
    buffers: scope.buffers,
    network,
    forward,
    gradients: gradientsOf(
      forward,
      scope.parameters.map(({ variable }) => variable),
    ),
    dispose: () => scope.dispose(),
  };
}

/**
 * Number of trained parameters of a network, without creating it. Each takes four bytes for weight, velocity and
 * gradient each.
 *
 * @throws RangeError for an invalid name or size.
 * @example
 * import { countParameters } from '@fastface/train';
 * countParameters('iresnet-50'); // 43590336
 */
export function countParameters(name: ModelName, sizes: Omit<ModelOptions, 'random'> = {}): number {
  const { build, embeddingSize, imageSize } = checked(name, sizes);
  const outline = new Outline();
  build(outline, embeddingSize, imageSize);
  return outline.count;
}

/**
 * The network that has tensors of these names; null if none has. Size of images and embeddings do not matter.
 *
 * @example
 * import { modelWith } from '@fastface/train';
 * modelWith(['conv1.weight']); // null
 */
export function modelWith(names: Iterable<string>): ModelName | null {
  const given = new Set([...names].filter((name) => !name.endsWith('num_batches_tracked')));
  const fits = (name: ModelName) => {
    const outline = new Outline();
    models[name](outline, 1, 112);
    return outline.names.length === given.size && outline.names.every((own) => given.has(own));
  };
  return modelNames.find(fits) ?? null;
}

/** A scope that counts the requested parameters. */
class Outline extends Scope {
  count = 0;
  readonly names: string[] = [];

  constructor() {
    super({ next: () => 0 });
  }

  protected override own(_: Parameter[], trainable: boolean, name: string, shape: number[]): never {
    this.names.push(name);
    if (trainable) this.count += shape.reduce((product, length) => product * length, 1);
    return undefined as never;
  }
}

function checked(name: ModelName, { embeddingSize = 512, imageSize = 112 }: Omit<ModelOptions, 'random'>) {
  const build: Build | undefined = Object.hasOwn(models, name) ? models[name] : undefined;
  if (build === undefined) throw new RangeError(`unknown model: ${name} (expected ${modelNames.join(', ')})`);
  if (!Number.isInteger(embeddingSize) || embeddingSize < 1)
    throw new RangeError(`invalid embeddingSize: ${embeddingSize} (expected a whole number from 1)`);
  if (!Number.isInteger(imageSize) || imageSize < 16)
    throw new RangeError(`invalid imageSize: ${imageSize} (expected a whole number from 16)`);
  return { build, embeddingSize, imageSize };
}
