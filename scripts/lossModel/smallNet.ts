import { normal } from '@fastface/core/testing';

/** Sizes of a network with one hidden layer of tanh units. */
export interface NetShape {
  readonly inputs: number;
  readonly hidden: number;
  readonly outputs: number;
}

/** An input with its class, or with the value of the one output. */
export interface Sample {
  readonly input: Float64Array;
  target: number;
}

/**
 * A network with one hidden layer, trained by SGD with momentum, in plain typed arrays: small enough to train a hundred
 * times, real enough that its loss is nobody's formula. `softmax`: cross-entropy; `squares`: half the squared error.
 */
export class SmallNet {
  private readonly weights: Float64Array;
  private readonly velocity: Float64Array;
  private readonly gradient: Float64Array;
  private readonly activity: Float64Array;
  private readonly error: Float64Array;
  private readonly output: Float64Array;

  constructor(
    private readonly shape: NetShape,
    private readonly kind: 'softmax' | 'squares',
    private readonly momentum: number,
    seed: number,
  ) {
    const { inputs, hidden, outputs } = shape;
    const next = normal(seed);
    const layer = (from: number, to: number) =>
      Array.from({ length: to * (from + 1) }, (_, i) =>
        i % (from + 1) === from ? 0 : next() / Math.sqrt(from),
      );
    this.weights = Float64Array.from([...layer(inputs, hidden), ...layer(hidden, outputs)]);
    this.velocity = new Float64Array(this.weights.length);
    this.gradient = new Float64Array(this.weights.length);
    this.activity = new Float64Array(hidden);
    this.error = new Float64Array(hidden);
    this.output = new Float64Array(outputs);
  }

  /** The first output. */
  value(input: Float64Array): number {
    this.forward(input);
    return this.output[0]!;
  }

  /** One update on a batch; returns its mean loss before it. */
  step(batch: readonly Sample[], learningRate: number): number {
    const { weights, velocity, gradient, momentum } = this;
    gradient.fill(0);
    let loss = 0;
    for (const { input, target } of batch) {
      this.forward(input);
      loss += this.kind === 'squares' ? this.missBy(target) : this.missClass(target);
      this.backward(input, 1 / batch.length);
    }
    for (let i = 0; i < weights.length; i++) {
      velocity[i] = momentum * velocity[i]! + gradient[i]!;
      weights[i]! -= learningRate * velocity[i]!;
    }
    return loss / batch.length;
  }

  private forward(input: Float64Array): void {
    const { weights, activity, output } = this;
    let w = 0;
    for (let j = 0; j < activity.length; j++) {
      let sum = 0;
      for (let i = 0; i < input.length; i++) sum += weights[w++]! * input[i]!;
      activity[j] = Math.tanh(sum + weights[w++]!);
    }
    for (let o = 0; o < output.length; o++) {
      let sum = 0;
      for (let j = 0; j < activity.length; j++) sum += weights[w++]! * activity[j]!;
      output[o] = sum + weights[w++]!;
    }
  }

  /** Half the squared error; the output becomes its derivative. */
  private missBy(target: number): number {
    this.output[0]! -= target;
    return 0.5 * this.output[0]! ** 2;
  }

  /** Cross-entropy; the outputs become its derivatives. */
  private missClass(target: number): number {
    const { output } = this;
    const most = output.reduce((a, b) => Math.max(a, b));
    const right = output[target]!;
    let total = 0;
    for (let o = 0; o < output.length; o++) {
      output[o] = Math.exp(output[o]! - most);
      total += output[o]!;
    }
    for (let o = 0; o < output.length; o++) output[o]! /= total;
    output[target]! -= 1;
    return Math.log(total) + most - right;
  }

  /** Adds a share of the gradient. */
  private backward(input: Float64Array, share: number): void {
    const { weights, gradient, activity, error, output } = this;
    const { inputs, hidden } = this.shape;
    error.fill(0);
    let w = hidden * (inputs + 1);
    for (let o = 0; o < output.length; o++) {
      const delta = output[o]! * share;
      for (let j = 0; j < hidden; j++, w++) {
        gradient[w]! += delta * activity[j]!;
        error[j]! += delta * weights[w]!;
      }
      gradient[w++]! += delta;
    }
    w = 0;
    for (let j = 0; j < hidden; j++) {
      const delta = error[j]! * (1 - activity[j]! ** 2);
      for (let i = 0; i < inputs; i++) gradient[w++]! += delta * input[i]!;
      gradient[w++]! += delta;
    }
  }
}
