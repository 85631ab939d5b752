/**
 * Trains the workload with this project's operations on one backend and prints the time of every step. Losses are read
 * back one step late, as with `--loss-lag 1`: a graphics card that the host has to be waited for shows as no waiting.
 */
import { spawnSync } from 'node:child_process';
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
const { device, synchronous } = await useBackend(workload.backend).catch((error: Error) => {
  console.log(JSON.stringify({ problem: error.message.split('\n')[0] }));
  process.exit(0);
});
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
const waited: number[] = [];
const losses: number[] = [];
let pending: tf.Scalar | null = null;
for (let step = 0; step < workload.steps; step++) {
  const start = performance.now();
  const used = process.cpuUsage();
  const { loss, gradientNorm } = trainStep(model, head, optimizer, images, labels, recipe.rate);
  gradientNorm.dispose();
  const issued = performance.now();
  await readBack();
  pending = loss;
  if (synchronous || workload.steps < 3) await readBack();
  waited.push(performance.now() - issued);
  milliseconds.push(performance.now() - start);
  const { user, system } = process.cpuUsage(used);
  processor.push((user + system) / 1000);
}
await readBack();
console.log(
  JSON.stringify({ milliseconds, processor, waited, losses, device, deviceMegabytes: deviceMegabytes() }),
);
process.exit(0);

async function readBack(): Promise<void> {
  if (pending) losses.push((await pending.data())[0]!);
  pending?.dispose();
  pending = null;
}

/** What tfjs counts on WebGPU; what NVIDIA's own program says of this process on CUDA; null where nothing does. */
function deviceMegabytes(): number | null {
  const { numBytesInGPU } = tf.memory() as { numBytesInGPU?: number };
  if (numBytesInGPU !== undefined) return numBytesInGPU / 1e6;
  const query = ['--query-compute-apps=pid,used_memory', '--format=csv,noheader,nounits'];
  const { stdout } = spawnSync('nvidia-smi', query, { encoding: 'utf8' });
  const own = stdout?.split('\n').find((line) => line.startsWith(`${process.pid},`));
  return own === undefined ? null : Number(own.split(',')[1]) * 1.048576;
}

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
