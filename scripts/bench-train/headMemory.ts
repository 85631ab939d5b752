/**
 * Peak memory of training steps of the head against the number of classes: `npm run bench:head`
 * (`-- --backend=wasm --classes=1000,100000 --embedding=128 --batch=64 --steps=20`).
 *
 * Updates of the head alone (the pictures are the embeddings), in a process of its own for each figure: the whole head, and
 * Partial FC with a tenth of the classes. The peak is the process's largest resident memory, less what it had before the head was made, after a few steps
 * of a small one. Beside it the arithmetic, of what must be there at once: weight, velocity and gradient (12 bytes × classes ×
 * embedding), and three of [batch, classes compared with] (cosines, logits, their gradient).
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import {
  type BackendName,
  createHead,
  type Model,
  Random,
  sgd,
  trainStep,
  useBackend,
} from '../../packages/train/src/index.js';
import { gradientsOf } from '../../packages/train/src/model/gradients.js';

const { values } = parseArgs({
  options: {
    backend: { type: 'string', default: 'auto' },
    classes: { type: 'string', default: '1000,10000,100000' },
    embedding: { type: 'string', default: '128' },
    batch: { type: 'string', default: '64' },
    steps: { type: 'string', default: '20' },
    rate: { type: 'string' },
  },
});
const [embedding, batch, steps] = [Number(values.embedding), Number(values.batch), Number(values.steps)];

if (values.rate === undefined) await compare();
else await measure(Number(values.classes), Number(values.rate));

async function compare(): Promise<void> {
  const { name, device } = await useBackend(values.backend as BackendName);
  console.log(`${device}; embeddings of ${embedding}, ${batch} to a batch, ${steps} steps; megabytes`);
  console.log(' classes  share compared with  peak beyond the start  arithmetic  ratio  ms a step');
  for (const classes of values.classes.split(',').map(Number)) {
    for (const rate of [1, 0.1]) {
      const { peak, milliseconds } = measured(name, classes, rate);
      const expected = 12 * classes * embedding + 3 * 4 * batch * classes * rate;
      const columns = [
        String(classes).padStart(8),
        String(rate).padStart(20),
        (peak / 1e6).toFixed(0).padStart(22),
        (expected / 1e6).toFixed(0).padStart(11),
        (peak / expected).toFixed(2).padStart(6),
        milliseconds.toFixed(0).padStart(10),
      ];
      console.log(columns.join(' '));
    }
  }
}

function measured(backend: string, classes: number, rate: number): { peak: number; milliseconds: number } {
  const sizes = { backend, classes, rate, embedding, batch, steps };
  const args = Object.entries(sizes).map(([name, value]) => `--${name}=${value}`);
  const script = fileURLToPath(import.meta.url);
  const { stdout, stderr, status } = spawnSync(process.execPath, [...process.execArgv, script, ...args], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr.slice(-2000));
  return JSON.parse(stdout.trimEnd().split('\n').at(-1)!);
}

async function measure(classes: number, sampleRate: number): Promise<void> {
  await useBackend(values.backend as BackendName);
  train(1000, 0.1, 3); // what the backend takes for itself
  const before = 1024 * process.resourceUsage().maxRSS;
  const milliseconds = train(classes, sampleRate, steps);
  console.log(JSON.stringify({ peak: 1024 * process.resourceUsage().maxRSS - before, milliseconds }));
}

/** Trains a head and gives the milliseconds of its fastest step. */
function train(classes: number, sampleRate: number, steps: number): number {
  const random = new Random(3407, 'head');
  const margin = { kind: 'cosface', cosine: 0.4 } as const;
  const head = createHead({ classes, embeddingSize: embedding, margin, random, sampleRate });
  const optimizer = sgd({ groups: [{ name: 'head', parameters: head.parameters }] });
  const model = nothing();
  const images = tf.randomNormal([batch, 1, 1, embedding]) as tf.Tensor4D;
  let fastest = Number.POSITIVE_INFINITY;
  for (let step = 0; step < steps; step++) {
    const labels = Array.from({ length: batch }, () => random.below(classes));
    const start = performance.now();
    const { loss, gradientNorm } = trainStep(model, head, optimizer, images, labels, 0.02);
    loss.dataSync();
    fastest = Math.min(fastest, performance.now() - start);
    tf.dispose([loss, gradientNorm]);
  }
  for (const part of [head, optimizer, images]) part.dispose();
  return fastest;
}

/** A network that gives back what it is given. */
function nothing(): Model {
  const forward = (images: tf.Tensor4D) => tf.reshape(images, [batch, embedding]) as tf.Tensor2D;
  const sizes = { name: 'iresnet-tiny', embeddingSize: embedding, imageSize: 1 } as const;
  return {
    ...sizes,
    parameters: [],
    buffers: [],
    network: (x) => x,
    forward,
    gradients: gradientsOf(forward, []),
    dispose: () => {},
  };
}
