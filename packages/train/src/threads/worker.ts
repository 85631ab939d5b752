import { parentPort, workerData } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { isOutOfMemory } from '../backend/outOfMemory.js';
import { useBackend } from '../backend/useBackend.js';
import { BadInput } from '../badInput.js';
import { createModel } from '../model/createModel.js';
import { asCrew } from '../ops/acrossThreads.js';
import { Barrier, OtherThreadFailed } from './barrier.js';
import { CrewMember } from './crewMember.js';
import { type Failure, type Job, read, type WorkerStart, write } from './sharedModel.js';

const start = workerData as WorkerStart;
const barrier = new Barrier(new Int32Array(start.barrier));
await useBackend('wasm');
// The weights arrive with every batch.
const model = createModel(start.model.name, { ...start.model, random: { next: () => 0.5 } });
const variables = [...model.parameters, ...model.buffers].map(({ variable }) => variable);
const parameters = model.parameters.map(({ variable }) => variable);

parentPort!.on('message', (job: Job) => {
  try {
    tf.tidy(() => {
      for (const [index, value] of read(
        start.weights,
        variables.map(({ shape }) => shape),
      ).entries())
        variables[index]!.assign(value);
      if (job.training) train(job);
      else embed(job);
    });
    barrier.wait(job.parties);
  } catch (error) {
    if (!(error instanceof OtherThreadFailed))
      start.failures.postMessage({
        reason: String(error),
        noMemory: error instanceof BadInput || isOutOfMemory(error as Error),
      } satisfies Failure);
    barrier.fail();
  }
});
parentPort!.postMessage('ready');

function pictures({ images, first, end }: Job): tf.Tensor4D {
  const side = model.imageSize;
  const size = side * side * 3;
  const own = new Float32Array(images, 4 * first * size, (end - first) * size);
  return tf.tensor4d(own, [end - first, side, side, 3]);
}

function embed(job: Job): void {
  own(job, 0).set(model.forward(pictures(job), false).dataSync());
}

/** This worker's rows of the embeddings (`block` 0) or of their gradient (1). */
function own({ embeddings, batch, first, end }: Job, block: 0 | 1): Float32Array {
  const size = model.embeddingSize;
  return new Float32Array(embeddings, 4 * size * (block * batch + first), size * (end - first));
}

function train(job: Job): void {
  const { index, slots, slotLength } = start;
  const batchFactor = job.batch / (job.end - job.first);
  const member = new CrewMember(
    index,
    job.parties,
    batchFactor,
    barrier,
    new Float32Array(slots),
    slotLength,
  );
  asCrew(member, () => {
    const { grads } = tf.variableGrads(() => handOver(model.forward(pictures(job), true), job), parameters);
    write(
      start.gradients,
      parameters.map(({ name }) => grads[name]!),
    );
  });
}

/**
 * Sends the embeddings to the main thread and receives their gradient, which the main thread computes from all
 * embeddings.
 */
function handOver(embeddings: tf.Tensor2D, job: Job): tf.Scalar {
  return tf.customGrad((embeddings) => {
    own(job, 0).set((embeddings as tf.Tensor).dataSync());
    barrier.wait(job.parties);
    barrier.wait(job.parties);
    return {
      value: tf.scalar(0),
      gradFunc: () => tf.tensor2d(own(job, 1), [job.end - job.first, model.embeddingSize]),
    };
  })(embeddings) as tf.Scalar;
}
