/** Trains the workload with this project's operations, on wasm, and prints the time of every step. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import {
  createHead,
  createModel,
  fromStateDict,
  type StateDict,
  sgd,
  threadedModel,
  trainStep,
  useBackend,
} from '../../packages/train/src/index.js';
import { labelsOf, pictures, recipe, workloadFrom } from './workload.js';

const workload = workloadFrom(process.argv.slice(2));
await useBackend('wasm');
const random = { next: () => 0.5 };
const { model: name, embedding, size, classes } = workload;
const single = createModel(name, { random, embeddingSize: embedding, imageSize: size });
const head = createHead({
  classes,
  embeddingSize: embedding,
  margin: { kind: 'cosface', cosine: recipe.margin },
  scale: recipe.scale,
  random,
});
const { network, centres } = startingWeights();
fromStateDict(single, network);
fromStateDict(head, centres);
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

const milliseconds: number[] = [];
const processor: number[] = [];
const losses: number[] = [];
for (let step = 0; step < workload.steps; step++) {
  const start = performance.now();
  const used = process.cpuUsage();
  const { loss, gradientNorm } = trainStep(model, head, optimizer, images, labels, recipe.rate);
  losses.push((await loss.data())[0]!);
  milliseconds.push(performance.now() - start);
  const { user, system } = process.cpuUsage(used);
  processor.push((user + system) / 1000);
  tf.dispose([loss, gradientNorm]);
}
console.log(JSON.stringify({ milliseconds, processor, losses }));
process.exit(0);

function startingWeights(): { network: StateDict; centres: StateDict } {
  const names: [string, number[]][] = JSON.parse(readFileSync(join(workload.folder, 'names.json'), 'utf8'));
  const bytes = readFileSync(join(workload.folder, 'weights.bin'));
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
