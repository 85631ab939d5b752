/**
 * Trains the workload with this project's operations on one backend and prints the time of every step. Losses are read
 * back one step late, as with `--loss-lag 1`: a graphics card that the host has to be waited for shows as no waiting.
 */
import { spawnSync } from 'node:child_process';
import * as tf from '@tensorflow/tfjs-core';
import { updaterOf } from './updater.js';
import { workloadFrom } from './workload.js';

const workload = workloadFrom(process.argv.slice(2));
const {
  backend: { device, synchronous },
  update,
} = await updaterOf(workload).catch((error: Error) => {
  console.log(JSON.stringify({ problem: error.message.split('\n')[0] }));
  process.exit(0);
});

const milliseconds: number[] = [];
const processor: number[] = [];
const waited: number[] = [];
const losses: number[] = [];
let pending: tf.Scalar | null = null;
for (let step = 0; step < workload.steps; step++) {
  const start = performance.now();
  const used = process.cpuUsage();
  const { loss, gradientNorm } = update();
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
