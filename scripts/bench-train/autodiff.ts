/**
 * Trains the workload (an IResNet) as one would write it with tfjs alone, differentiated by tfjs itself, on wasm, and prints
 * the time of every step.
 *
 * The wasm backend has no kernel for the gradient of a convolution's filter, so that this cannot run there as it is. What is
 * put in is the usual way around: one product of shifted pixels and dy for every tap of the filter.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { buildSync } from 'esbuild';
import { useBackend } from '../../packages/train/src/index.js';
import { labelsOf, pictures, recipe, workloadFrom } from './workload.js';

const workload = workloadFrom(process.argv.slice(2));
await useBackend('wasm');
registerGradients();
emulateFilterGradient();

const weights = startingWeights();
const blocks = { 'iresnet-tiny': [1, 1, 1, 1], 'iresnet-18': [2, 2, 2, 2] }[workload.model as string];
if (blocks === undefined) throw new Error(`autodiff: not known here: ${workload.model}`);
const images = tf.tensor4d(pictures(workload), [workload.batch, workload.size, workload.size, 3]);
const labels = tf.tensor1d(labelsOf(workload), 'int32');
const margins = tf.mul(tf.oneHot(labels, workload.classes), recipe.margin);
const velocities = new Map(
  [...weights].map(([name, { shape }]) => [name, tf.variable(tf.zeros(shape), false)]),
);

const milliseconds: number[] = [];
const processor: number[] = [];
const losses: number[] = [];
for (let step = 0; step < workload.steps; step++) {
  const start = performance.now();
  const used = process.cpuUsage();
  const loss = tf.tidy(() => {
    const { value, grads } = tf.variableGrads(lossOf, [...weights.values()]);
    update(grads);
    return value;
  });
  losses.push((await loss.data())[0]!);
  milliseconds.push(performance.now() - start);
  const { user, system } = process.cpuUsage(used);
  processor.push((user + system) / 1000);
  loss.dispose();
}
console.log(JSON.stringify({ milliseconds, processor, losses }));
process.exit(0);

function lossOf(): tf.Scalar {
  const unit = (x: tf.Tensor) => tf.div(x, tf.norm(x, 'euclidean', 1, true));
  const cosines = tf.matMul(
    unit(network(images)) as tf.Tensor2D,
    unit(weight('weight')) as tf.Tensor2D,
    false,
    true,
  );
  const logits = tf.mul(tf.sub(cosines, margins), recipe.scale);
  const own = tf.oneHot(labels, workload.classes);
  return tf.neg(tf.mean(tf.sum(tf.mul(own, tf.logSoftmax(logits as tf.Tensor2D)), 1))) as tf.Scalar;
}

function network(x: tf.Tensor4D): tf.Tensor {
  let y = activation(normal(convolution(x, 'conv1'), 'bn1'), 'prelu');
  for (const [stage, count] of blocks!.entries()) {
    for (let index = 0; index < count; index++)
      y = block(y, `layer${stage + 1}.${index}`, index === 0 ? 2 : 1);
  }
  const flat = tf.reshape(tf.transpose(normal(y, 'bn2'), [0, 3, 1, 2]), [workload.batch, -1]);
  const embedded = tf.add(
    tf.matMul(flat as tf.Tensor2D, weight('fc.weight') as tf.Tensor2D, false, true),
    weight('fc.bias'),
  );
  const [, size] = embedded.shape as [number, number];
  return tf.reshape(normal(tf.reshape(embedded, [workload.batch, 1, 1, size]), 'features'), [
    workload.batch,
    size,
  ]);
}

function block(x: tf.Tensor4D, name: string, stride: number): tf.Tensor4D {
  let y = convolution(normal(x, `${name}.bn1`), `${name}.conv1`);
  y = activation(normal(y, `${name}.bn2`), `${name}.prelu`);
  y = normal(convolution(y, `${name}.conv2`, stride), `${name}.bn3`);
  const shortcut = weights.has(`${name}.downsample.0.weight`)
    ? normal(convolution(x, `${name}.downsample.0`, stride), `${name}.downsample.1`)
    : x;
  return tf.add(y, shortcut);
}

function weight(name: string): tf.Variable {
  return weights.get(name)!;
}

function convolution(x: tf.Tensor4D, name: string, stride = 1): tf.Tensor4D {
  const filter = weight(`${name}.weight`) as tf.Variable & tf.Tensor4D;
  const padding = filter.shape[0] === 3 ? 1 : 0;
  return tf.conv2d(x, filter, stride, [
    [0, 0],
    [padding, padding],
    [padding, padding],
    [0, 0],
  ]);
}

function normal(x: tf.Tensor, name: string): tf.Tensor4D {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  const scale = weights.get(`${name}.weight`) ?? tf.onesLike(mean);
  return tf.batchNorm(
    x as tf.Tensor4D,
    mean as tf.Tensor1D,
    variance as tf.Tensor1D,
    weight(`${name}.bias`) as tf.Tensor as tf.Tensor1D,
    scale as tf.Tensor1D,
    1e-5,
  );
}

function activation(x: tf.Tensor4D, name: string): tf.Tensor4D {
  return tf.prelu(x, weight(`${name}.weight`) as tf.Tensor as tf.Tensor4D);
}

function update(grads: tf.NamedTensorMap): void {
  const ofBackbone = [...weights].filter(([name]) => name !== 'weight').map(([, { name }]) => grads[name]!);
  const norm = tf.sqrt(tf.addN(ofBackbone.map((gradient) => tf.sum(tf.square(gradient)))));
  const factor = tf.minimum(1, tf.div(recipe.clip, tf.add(norm, 1e-6)));
  for (const [name, variable] of weights) {
    const gradient = grads[variable.name]!;
    const clipped = name === 'weight' ? gradient : tf.mul(gradient, factor);
    const velocity = velocities.get(name)!;
    velocity.assign(
      tf.add(tf.mul(velocity, recipe.momentum), tf.add(clipped, tf.mul(variable, recipe.decay))),
    );
    variable.assign(tf.sub(variable, tf.mul(velocity, recipe.rate)));
  }
}

/** tfjs' gradients are not in its build for Node, and their modules are not ones that Node can load: bundled, they are. */
function registerGradients(): void {
  const outfile = join(workload.folder, 'gradients.cjs');
  const contents = "import '@tensorflow/tfjs-core/dist/register_all_gradients.js'";
  const stdin = { contents, resolveDir: import.meta.dirname };
  buildSync({ stdin, bundle: true, platform: 'node', format: 'cjs', outfile });
  createRequire(import.meta.url)(outfile);
}

function emulateFilterGradient(): void {
  tf.registerKernel({
    kernelName: tf.Conv2DBackpropFilter,
    backendName: 'wasm',
    kernelFunc: ({ inputs, backend, attrs }) => {
      const { x: picture, dy: upstream } = inputs as { x: tf.TensorInfo; dy: tf.TensorInfo };
      const { strides, pad, filterShape } = attrs as never as {
        strides: number;
        pad: [number, number][];
        filterShape: [number, number, number, number];
      };
      const engine = tf.engine();
      const tensor = (info: tf.TensorInfo) => {
        (backend as tf.KernelBackend).incRef(info.dataId);
        return engine.makeTensorFromTensorInfo(info) as tf.Tensor4D;
      };
      const dy = tensor(upstream);
      const padded = tf.pad(tensor(picture), pad);
      const [batch, height, width, outputs] = dy.shape;
      const [size, , inputsCount] = filterShape;
      const pixels = batch * height * width;
      const taps: tf.Tensor[] = [];
      for (let row = 0; row < size; row++) {
        for (let column = 0; column < size; column++) {
          const end = [
            batch,
            row + (height - 1) * strides + 1,
            column + (width - 1) * strides + 1,
            inputsCount,
          ];
          const seen = tf.stridedSlice(padded, [0, row, column, 0], end, [1, strides, strides, 1]);
          const flat = tf.reshape(seen, [pixels, inputsCount]) as tf.Tensor2D;
          taps.push(tf.matMul(flat, tf.reshape(dy, [pixels, outputs]) as tf.Tensor2D, true, false));
        }
      }
      return tf.reshape(tf.stack(taps), filterShape);
    },
  });
}

function startingWeights(): Map<string, tf.Variable> {
  const names: [string, number[]][] = JSON.parse(readFileSync(join(workload.folder, 'names.json'), 'utf8'));
  const bytes = readFileSync(join(workload.folder, 'weights.bin'));
  const values = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
  const found = new Map<string, tf.Variable>();
  let offset = 0;
  for (const [name, shape] of names) {
    const length = shape.reduce((product, side) => product * side, 1);
    const tensor = tf.tensor(values.slice(offset, offset + length), shape);
    offset += length;
    if (name.includes('running') || name === 'features.weight') continue;
    // Convolutions from PyTorch's order.
    found.set(name, tf.variable(shape.length === 4 ? tf.transpose(tensor, [2, 3, 1, 0]) : tensor));
  }
  return found;
}
