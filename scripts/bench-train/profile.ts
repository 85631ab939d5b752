/**
 * Where an update's time goes: `npm run profile:train` (`-- --backend=tensorflow`, `-- --model=iresnet-18 --batch=8 --size=112`).
 *
 * Calls and milliseconds an update of every kernel, on wasm this project's own among them; what is left is JavaScript. On
 * `tensorflow` an update is one graph, into which one cannot look: there it is done operation by operation.
 */
import * as tf from '@tensorflow/tfjs-core';
import { offerGraphs } from '../../packages/train/src/ops/tensorflow/graphs.js';
import { wasmKernels } from '../../packages/train/src/ops/wasm/kernels.js';
import { updaterOf } from './updater.js';
import { workloadFrom } from './workload.js';

const workload = workloadFrom(process.argv.slice(2));
const { backend, update } = await updaterOf(workload);
const spent = new Map<string, { calls: number; milliseconds: number }>();
const warmUp = Math.ceil(workload.steps / 4);

const whole = time();
if (backend.name === 'tensorflow') {
  console.log(`as one graph: ${whole.toFixed(1)} ms an update; operation by operation:`);
  offerGraphs(null);
  time();
  const operations = tf.backend() as unknown as Record<string, (name: string, ...rest: never[]) => unknown>;
  for (const method of ['executeSingleOutput', 'executeMultipleOutputs']) {
    const own = operations[method]!.bind(operations);
    operations[method] = (name, ...rest) => counted(name, () => own(name, ...rest));
  }
} else {
  for (const kernel of tf.getKernelsForBackend(tf.getBackend())) {
    tf.unregisterKernel(kernel.kernelName, kernel.backendName);
    const kernelFunc: tf.KernelFunc = (call) => counted(kernel.kernelName, () => kernel.kernelFunc(call));
    tf.registerKernel({ ...kernel, kernelFunc });
  }
  const own = (wasmKernels() ?? {}) as Record<string, (...args: number[]) => unknown>;
  for (const [name, kernel] of Object.entries(own))
    own[name] = (...args) => counted(name, () => kernel(...args));
}
const total = time();

const rows = [...spent].sort(([, a], [, b]) => b.milliseconds - a.milliseconds);
const between = rows.reduce((rest, [, { milliseconds }]) => rest - milliseconds, total);
console.log(`${'ms'.padStart(8)} ${'share'.padStart(6)} ${'calls'.padStart(6)}`);
for (const [name, { calls, milliseconds }] of rows.slice(0, 20)) print(milliseconds, calls, name);
print(between, '', 'between them');
print(
  total,
  '',
  `an update: ${workload.model}, ${workload.batch} × ${workload.size} × ${workload.size}, ${backend.device}`,
);
process.exit(0);

/** Milliseconds of an update, and each kernel's part, once it has been compiled. */
function time(): number {
  let start = 0;
  for (let step = -warmUp; step < workload.steps; step++) {
    if (step === 0) {
      start = performance.now();
      spent.clear();
    }
    const { loss, gradientNorm } = update();
    loss.dataSync();
    tf.dispose([loss, gradientNorm]);
  }
  for (const part of spent.values()) {
    part.calls /= workload.steps;
    part.milliseconds /= workload.steps;
  }
  return (performance.now() - start) / workload.steps;
}

function counted<T>(name: string, call: () => T): T {
  const start = performance.now();
  const result = call();
  const part = spent.get(name) ?? { calls: 0, milliseconds: 0 };
  part.calls++;
  part.milliseconds += performance.now() - start;
  spent.set(name, part);
  return result;
}

function print(milliseconds: number, calls: number | string, name: string): void {
  const share = ((100 * milliseconds) / total).toFixed(0).padStart(4);
  console.log(`${milliseconds.toFixed(2).padStart(8)} ${share} % ${String(calls).padStart(6)}  ${name}`);
}
