/**
 * Peak memory of a training step of the head against the number of classes: `npm run bench:head`
 * (`-- --classes=1000,100000 --embedding=128 --batch=64`).
 *
 * A step of the head alone on the wasm backend, in a process of its own for each figure; the peak is the size that the
 * backend's memory grew to, which never shrinks. Beside it, what must be there: weight, velocity and gradient
 * (12 bytes × classes × embedding).
 */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { createHead, sgd, useBackend } from '../../packages/train/src/index.js';
import { Random } from '../../packages/train/src/random.js';

const { values } = parseArgs({
  options: {
    classes: { type: 'string', default: '1000,10000,100000' },
    embedding: { type: 'string', default: '128' },
    batch: { type: 'string', default: '64' },
    rate: { type: 'string' },
  },
});
const [embedding, batch] = [Number(values.embedding), Number(values.batch)];

if (values.rate === undefined) compare();
else await measure(Number(values.classes), Number(values.rate));

function compare(): void {
  console.log(
    `embeddings of ${embedding}, ${batch} to a batch; MB of the wasm backend's memory after 3 steps`,
  );
  console.log(' classes  share sampled     peak   must be  ms a step');
  for (const classes of values.classes!.split(',').map(Number)) {
    for (const rate of [1, 0.1]) {
      const args = [`--classes=${classes}`, `--rate=${rate}`, `--embedding=${embedding}`, `--batch=${batch}`];
      const script = fileURLToPath(import.meta.url);
      const { stdout, stderr, status } = spawnSync(process.execPath, [...process.execArgv, script, ...args], {
        encoding: 'utf8',
      });
      if (status !== 0) throw new Error(stderr.slice(-2000));
      const { peak, milliseconds } = JSON.parse(stdout.trimEnd().split('\n').at(-1)!);
      const columns = [
        String(classes).padStart(8),
        String(rate).padStart(14),
        (peak / 1e6).toFixed(0).padStart(9),
        ((12 * classes * embedding) / 1e6).toFixed(0).padStart(9),
        milliseconds.toFixed(0).padStart(10),
      ];
      console.log(columns.join(' '));
    }
  }
}

async function measure(classes: number, sampleRate: number): Promise<void> {
  await useBackend('wasm');
  const random = new Random(3407, 'head');
  const head = createHead({
    classes,
    embeddingSize: embedding,
    margin: { kind: 'cosface', cosine: 0.4 },
    random,
    sampleRate,
  });
  const optimizer = sgd({ groups: [{ name: 'head', parameters: head.parameters }] });
  const variables = head.parameters.map(({ variable }) => variable);
  const embeddings = tf.randomNormal([batch, embedding]) as tf.Tensor2D;
  let milliseconds = Number.POSITIVE_INFINITY;
  for (let step = 0; step < 3; step++) {
    const start = performance.now();
    tf.tidy(() => {
      const labels = Array.from({ length: batch }, () => random.below(classes));
      const { grads } = tf.variableGrads(() => head.loss(embeddings, labels), variables);
      const gradients = new Map(variables.map((variable) => [variable, grads[variable.name]!]));
      optimizer.apply(gradients, optimizer.gradientNorms(gradients), 0.02);
    });
    milliseconds = Math.min(milliseconds, performance.now() - start);
  }
  const { wasm } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
  console.log(JSON.stringify({ peak: wasm.HEAPU8.byteLength, milliseconds }));
}
