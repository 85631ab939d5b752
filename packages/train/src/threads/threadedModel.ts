import { availableParallelism } from 'node:os';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import { outOfMemory } from '../backend/outOfMemory.js';
import type { Model } from '../model/createModel.js';
import type { GradientsOf } from '../model/gradients.js';
import { asCrew } from '../ops/acrossThreads.js';
import { Barrier, OtherThreadFailed } from './barrier.js';
import { CrewMember } from './crewMember.js';
import { type Failure, float32, type Job, partOf, read, type WorkerStart, write } from './sharedModel.js';
import { workerScript } from './workerScript.js';

/**
 * The same model, with each batch split among several threads on the wasm backend (whose build for Node has no
 * threads). The threads exchange sums, so batch normalisation uses the statistics of the whole batch. The result
 * equals that of one thread, except for rounding of sums in another order.
 *
 * The weights are sent to the workers with every batch. The main thread blocks during the computation, as without
 * threads.
 *
 * @param threads total number of threads including the main one, 1 to the machine's number; 1 returns the model
 *   itself
 * @throws RangeError for another number; Error if a worker does not start
 */
export async function threadedModel(model: Model, threads = availableParallelism()): Promise<Model> {
  if (!Number.isInteger(threads) || threads < 1)
    throw new RangeError(`invalid threads: ${threads} (expected a whole number from 1)`);
  if (threads === 1 || tf.getBackend() !== 'wasm') return model;
  const team = await Team.start(model, threads);
  return {
    ...model,
    forward: (images, training) => (training ? model.forward(images, true) : team.embed(images)),
    gradients: (images, loss, others) => team.gradients(images, loss, others),
    dispose() {
      team.stop();
      model.dispose();
    },
  };
}

class Team {
  readonly #variables: tf.Variable[];
  readonly #parameters: tf.Variable[];
  #images = float32(0);
  #embeddings = float32(0);

  private constructor(
    readonly model: Model,
    readonly workers: readonly Worker[],
    readonly shared: readonly Omit<WorkerStart, 'failures'>[],
    readonly barrier: Barrier,
    readonly failures: readonly MessagePort[],
  ) {
    this.#parameters = model.parameters.map(({ variable }) => variable);
    this.#variables = [...this.#parameters, ...model.buffers.map(({ variable }) => variable)];
  }

  static async start(model: Model, threads: number): Promise<Team> {
    const parameters = model.parameters.map(({ variable }) => variable);
    const variables = [...parameters, ...model.buffers.map(({ variable }) => variable)];
    const numbers = (list: tf.Variable[]) => list.reduce((sum, { size }) => sum + size, 0);
    // The largest exchange of batch normalisation: a count, and two numbers per channel.
    const slotLength =
      1 + 2 * Math.max(...variables.filter(({ rank }) => rank === 1).map(({ size }) => size));
    const common = {
      model: { name: model.name, embeddingSize: model.embeddingSize, imageSize: model.imageSize },
      barrier: new SharedArrayBuffer(4 * Barrier.words),
      slots: float32(2 * threads * slotLength),
      slotLength,
      weights: float32(numbers(variables)),
    };
    const shared = Array.from({ length: threads - 1 }, (_, place) => ({
      ...common,
      index: place + 1,
      gradients: float32(numbers(parameters)),
    }));
    const channels = shared.map(() => new MessageChannel());
    const workers = await Promise.all(
      shared.map((own, place) => startWorker({ ...own, failures: channels[place]!.port1 })),
    );
    const failures = channels.map(({ port2 }) => port2);
    return new Team(model, workers, shared, new Barrier(new Int32Array(common.barrier)), failures);
  }

  embed(images: tf.Tensor4D): tf.Tensor2D {
    return tf.tidy(() => {
      const job = this.#publish(images, false);
      const { first, end } = partOf(job.batch, 0, job.parties);
      const own = this.model.forward(tf.slice(images, first, end - first), false);
      return this.#guarded(() => {
        this.barrier.wait(job.parties);
        return this.#joined(job, own);
      });
    });
  }

  gradients: GradientsOf = (images, loss, others) => {
    const job = this.#publish(images, true);
    const { first, end } = partOf(job.batch, 0, job.parties);
    const { slots, slotLength } = this.shared[0]!;
    const member = new CrewMember(
      0,
      job.parties,
      job.batch / (end - first),
      this.barrier,
      new Float32Array(slots),
      slotLength,
    );
    return this.#guarded(() => {
      const { value, grads } = asCrew(member, () =>
        tf.variableGrads(() => {
          const own = this.model.forward(tf.slice(images, first, end - first), true);
          return loss(this.#takeOver(own, job));
        }, [...this.#parameters, ...others]),
      );
      this.barrier.wait(job.parties);
      const parts = this.shared.slice(0, job.parties - 1).map(({ gradients }) =>
        read(
          gradients,
          this.#parameters.map(({ shape }) => shape),
        ),
      );
      const gradients = new Map<tf.Variable, tf.Tensor>();
      for (const [index, variable] of this.#parameters.entries())
        gradients.set(variable, tf.addN([grads[variable.name]!, ...parts.map((part) => part[index]!)]));
      for (const variable of others) gradients.set(variable, grads[variable.name]!);
      return { loss: value, gradients };
    });
  };

  stop(): void {
    for (const worker of this.workers) void worker.terminate();
  }

  /** Writes weights and images to shared memory and starts the workers. */
  #publish(images: tf.Tensor4D, training: boolean): Job {
    const batch = images.shape[0];
    const parties = Math.min(batch, this.workers.length + 1);
    if (this.#images.byteLength < 4 * images.size) {
      this.#images = float32(images.size);
      this.#embeddings = float32(2 * batch * this.model.embeddingSize);
    }
    write(this.shared[0]!.weights, this.#variables);
    write(this.#images, [images]);
    const job = { training, parties, batch, images: this.#images, embeddings: this.#embeddings };
    for (let index = 1; index < parties; index++)
      this.workers[index - 1]!.postMessage({ ...job, ...partOf(batch, index, parties) } satisfies Job);
    return { ...job, ...partOf(batch, 0, parties) };
  }

  /** Joins this thread's embeddings with the others; the gradient takes the opposite way. */
  #takeOver(own: tf.Tensor2D, job: Job): tf.Tensor2D {
    return tf.customGrad((own) => {
      this.barrier.wait(job.parties);
      return {
        value: this.#joined(job, own as tf.Tensor2D),
        gradFunc: (dy) => {
          const size = job.batch * this.model.embeddingSize;
          new Float32Array(job.embeddings, 4 * size, size).set((dy as tf.Tensor).dataSync());
          this.barrier.wait(job.parties);
          return tf.slice(dy as tf.Tensor2D, 0, job.end - job.first);
        },
      };
    })(own) as tf.Tensor2D;
  }

  #joined({ batch, end, embeddings }: Job, own: tf.Tensor2D): tf.Tensor2D {
    const size = this.model.embeddingSize;
    const others = new Float32Array(embeddings, 4 * end * size, (batch - end) * size);
    return batch === end ? own : tf.concat([own, tf.tensor2d(others, [batch - end, size])], 0);
  }

  /** After an error the threads are out of sync and cannot continue. */
  #guarded<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      this.barrier.fail();
      this.stop();
      if (!(error instanceof OtherThreadFailed)) throw error;
      const failures = this.failures.map(
        (port) => receiveMessageOnPort(port)?.message as Failure | undefined,
      );
      const failure = failures.find((found) => found !== undefined);
      if (failure === undefined) throw error;
      throw failure.noMemory ? outOfMemory() : new Error(`a worker thread has failed: ${failure.reason}`);
    }
  }
}

async function startWorker(workerData: WorkerStart): Promise<Worker> {
  const worker = new Worker(workerScript('./worker', import.meta.url), {
    workerData,
    transferList: [workerData.failures],
  });
  await new Promise<void>((resolve, reject) => {
    worker.once('message', () => resolve());
    worker.once('error', reject);
  });
  worker.unref();
  return worker;
}
