import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import {
  type BackendInfo,
  createHead,
  createModel,
  fromStateDict,
  type StateDict,
  type StepResult,
  sgd,
  threadedModel,
  trainStep,
  useBackend,
} from '../../packages/train/src/index.js';
import { Random } from '../../packages/train/src/random.js';
import { labelsOf, pictures, recipe, type Workload } from './workload.js';

export interface Updater {
  readonly backend: BackendInfo;
  update(): StepResult;
}

/** The workload with this project's operations, from the weights in its folder, where there is one. */
export async function updaterOf(workload: Workload): Promise<Updater> {
  const backend = await useBackend(workload.backend);
  const random = new Random(3407, 'bench');
  const { model: name, embedding, size, classes, folder } = workload;
  const single = createModel(name, { random, embeddingSize: embedding, imageSize: size });
  const head = createHead({
    classes,
    embeddingSize: embedding,
    margin: { kind: 'cosface', cosine: recipe.margin },
    scale: recipe.scale,
    random,
  });
  if (folder !== '') {
    const { network, centres } = startingWeights(folder);
    fromStateDict(single, network);
    fromStateDict(head, centres);
  }
  const model = await threadedModel(single, workload.threads);
  const optimizer = sgd({
    groups: [
      { name: 'backbone', parameters: model.parameters, maxGradientNorm: recipe.clip },
      { name: 'head', parameters: head.parameters },
    ],
    momentum: recipe.momentum,
    weightDecay: recipe.decay,
  });
  const images = tf.tensor4d(pictures(workload), [workload.batch, size, size, 3]);
  const labels = labelsOf(workload);
  return { backend, update: () => trainStep(model, head, optimizer, images, labels, recipe.rate) };
}

function startingWeights(folder: string): { network: StateDict; centres: StateDict } {
  const names: [string, number[]][] = JSON.parse(readFileSync(join(folder, 'names.json'), 'utf8'));
  const bytes = readFileSync(join(folder, 'weights.bin'));
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  let offset = 0;
  const all: StateDict = new Map(
    names.map(([name, shape]) => {
      const length = shape.reduce((product, side) => product * side, 1);
      const data = values.slice(offset, offset + length);
      offset += length;
      return [name, { shape, data }];
    }),
  );
  const weight = all.get('weight')!;
  all.delete('weight');
  return { network: all, centres: new Map([['weight', weight]]) };
}
