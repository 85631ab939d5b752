import { checkInteger } from '../check.js';

/** A loss on the device: tfjs's Scalar or an equivalent. */
export interface DeviceLoss {
  data(): Promise<ArrayLike<number>>;
  dispose(): void;
}

export const readBackOptions = ['interval', 'lag'] as const;

export interface ReadBackOptions {
  /** Updates per loss that is read; this loss stands for all of them. Default 1. */
  readonly interval?: number;
  /** Updates queued behind the loss that is read. Default 1; 0 waits for each update. */
  readonly lag?: number;
}

/**
 * Reads losses back from the device without stalling it. It reads only every `interval`-th loss, and each only when
 * `lag` newer ones are queued behind it. The rate therefore follows the loss at most `interval·(lag + 1) − 1` updates
 * later.
 *
 * Cost: one scalar on the device for each loss in the queue.
 */
export class LossReadBack {
  readonly interval: number;
  private readonly lag: number;
  private readonly queue: DeviceLoss[] = [];
  private seen = 0;

  constructor({ interval = 1, lag = 1 }: ReadBackOptions) {
    this.interval = checkInteger('interval', interval, 1);
    this.lag = checkInteger('lag', lag, 0);
  }

  /** True if the loss of the next update must be read. Call `push` then, otherwise `skip`. */
  get wantsNext(): boolean {
    return this.seen % this.interval === this.interval - 1;
  }

  skip(): void {
    this.seen++;
  }

  /** Takes ownership of a loss. Returns the values that are due, at most one. */
  async push(loss: DeviceLoss): Promise<number[]> {
    this.seen++;
    this.queue.push(loss);
    return this.queue.length > this.lag ? [await read(this.queue.shift()!)] : [];
  }

  /** The values of all losses that are still queued. */
  async drain(): Promise<number[]> {
    const values: number[] = [];
    for (let loss = this.queue.shift(); loss; loss = this.queue.shift()) values.push(await read(loss));
    return values;
  }
}

async function read(loss: DeviceLoss): Promise<number> {
  try {
    return (await loss.data())[0]!;
  } finally {
    loss.dispose();
  }
}
