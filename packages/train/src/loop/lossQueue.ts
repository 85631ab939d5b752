import type * as tf from '@tensorflow/tfjs-core';
import type { PendingLoss } from '../checkpoint/checkpoint.js';

type Update = Pick<PendingLoss, 'step' | 'epoch' | 'learningRate'>;

/**
 * Losses on their way from the device. Reading begins when an update has been issued, and is waited for `lag` updates
 * later, so that the device never idles; with lag 0 each is waited for.
 */
export class LossQueue {
  readonly #queue: Promise<PendingLoss>[];

  constructor(
    private readonly lag: number,
    pending: readonly PendingLoss[] = [],
  ) {
    this.#queue = pending.map((loss) => Promise.resolve(loss));
  }

  /** Takes over the two scalars of an update. */
  push(update: Update, loss: tf.Scalar, gradientNorm: tf.Scalar): void {
    const read = async () => ({
      ...update,
      loss: await number(loss),
      gradientNorm: await number(gradientNorm),
    });
    const promise = read();
    promise.catch(() => {}); // met where it is waited for
    this.#queue.push(promise);
  }

  /** The oldest loss, if it is due. */
  async next(): Promise<PendingLoss | null> {
    return this.#queue.length > this.lag ? this.#queue.shift()! : null;
  }

  /** The losses that wait, which stay in the queue; for a checkpoint. */
  pending(): Promise<PendingLoss[]> {
    return Promise.all(this.#queue);
  }

  /** All that is left, oldest first. */
  drain(): Promise<PendingLoss[]> {
    return Promise.all(this.#queue.splice(0));
  }
}

/** The value of a scalar, which is disposed of: nine digits, which is exact; null where it is not finite. */
async function number(scalar: tf.Scalar): Promise<number | null> {
  try {
    const [value] = await scalar.data<'float32'>();
    // As it will be in the trace, so that a replay of the trace sees what the scheduler saw.
    return Number.isFinite(value) ? Number(value!.toPrecision(9)) : null;
  } finally {
    scalar.dispose();
  }
}
