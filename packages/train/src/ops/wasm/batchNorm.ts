import * as tf from '@tensorflow/tfjs-core';
import { added, crew } from '../acrossThreads.js';
import type { Kernels } from './kernels.js';
import { addressOf, unfilled } from './memory.js';

/** Mean and biased variance of each channel over all rows of all threads. */
export interface Moments {
  readonly rows: number;
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

export interface Forward {
  readonly y: tf.Tensor;
  readonly moments: Moments;
  /** Mean, scale, shift and slope, concatenated, as the gradient needs them. */
  readonly vectors: tf.Tensor1D;
}

/**
 * Batch normalisation, followed by a parametric ReLU if `alpha` is given, in two passes over memory. The intermediate
 * result is not kept; the gradient recomputes it.
 *
 * The number of channels must be a multiple of 4.
 */
export function batchNorm(
  kernels: Kernels,
  x: tf.Tensor,
  [gamma, beta, alpha]: readonly tf.Tensor[],
  epsilon: number,
): Forward {
  const channels = gamma!.size;
  const moments = momentsOf(kernels, x, channels);
  const scales = gamma!.dataSync<'float32'>();
  const scale = scales.map((value, c) => value / Math.sqrt(moments.variance[c]! + epsilon));
  const shift = beta!.dataSync<'float32'>();
  const slope = alpha?.dataSync<'float32'>() ?? new Float32Array(channels);
  const vectors = tf.tensor1d(concatenated(moments.mean, scale, shift, slope));
  return { y: normalise(kernels, x, vectors, alpha !== undefined), moments, vectors };
}

/** Normalises `x`. `vectors` contains mean, scale, shift and the slope of a PReLU, concatenated. */
export function normalise(kernels: Kernels, x: tf.Tensor, vectors: tf.Tensor, hasSlope: boolean): tf.Tensor {
  const y = unfilled(x.shape);
  const channels = vectors.size / 4;
  const addresses = vectorsAt(vectors, channels, hasSlope);
  kernels.normalise(addressOf(x), x.size / channels, channels, ...addresses, addressOf(y));
  return y;
}

/** Gradients of x, gamma, beta and, if used, alpha. All but the first cover this thread's rows only. */
export function batchNormGradient(
  kernels: Kernels,
  x: tf.Tensor,
  dy: tf.Tensor,
  { moments, vectors }: Pick<Forward, 'moments' | 'vectors'>,
  epsilon: number,
  hasSlope: boolean,
): tf.Tensor[] {
  const { rows, variance } = moments;
  const channels = variance.length;
  const ownRows = x.size / channels;
  const addresses = vectorsAt(vectors, channels, hasSlope);
  const sums = unfilled([3, channels]);
  const sumsAt = vectorsAt(sums, channels);
  kernels.normaliseSums(addressOf(x), addressOf(dy), ownRows, channels, ...addresses, ...sumsAt);
  const own = sums.dataSync<'float32'>();
  const [first, ...others] = crew().all(own.subarray(0, 2 * channels));
  const whole = added(first!, others);
  const scale = vectors.dataSync<'float32'>().subarray(channels, 2 * channels);
  const inverse = variance.map((value) => 1 / Math.sqrt(value + epsilon));
  const along = scale.map((value, c) => (-value * inverse[c]! ** 2 * whole[channels + c]!) / rows);
  const constant = scale.map((value, c) => (-value * whole[c]!) / rows);
  const dx = unfilled(x.shape);
  const rest = vectorsAt(tf.tensor1d(concatenated(along, constant)), channels);
  kernels.normaliseGradient(
    addressOf(x),
    addressOf(dy),
    ownRows,
    channels,
    ...addresses,
    ...rest,
    addressOf(dx),
  );
  const dGamma = tf.tensor1d(inverse.map((value, c) => value * own[channels + c]!));
  const dBeta = tf.tensor1d(own.slice(0, channels));
  return [dx, dGamma, dBeta, ...(hasSlope ? [tf.tensor1d(own.slice(2 * channels))] : [])];
}

/** Moments over the rows of all threads, combined as in `kernels/moments.ts`. */
function momentsOf(kernels: Kernels, x: tf.Tensor, channels: number): Moments {
  const count = x.size / channels;
  const sums = unfilled([2, channels]);
  kernels.moments(addressOf(x), count, channels, ...vectorsAt(sums, channels));
  const parts = crew().all(concatenated(Float32Array.of(count), sums.dataSync<'float32'>()));
  let rows = 0;
  const mean = new Float64Array(channels);
  const squares = new Float64Array(channels);
  for (const part of parts) {
    const added = part[0]!;
    for (let c = 0; c < channels; c++) {
      const step = part[1 + c]! - mean[c]!;
      mean[c]! += (step * added) / (rows + added);
      squares[c]! += part[1 + channels + c]! + (step ** 2 * rows * added) / (rows + added);
    }
    rows += added;
  }
  return { rows, mean: Float32Array.from(mean), variance: Float32Array.from(squares, (sum) => sum / rows) };
}

/** Addresses of concatenated vectors; 0 for the last one unless `lastWanted`. */
function vectorsAt(vectors: tf.Tensor, channels: number, lastWanted = true): number[] {
  const count = vectors.size / channels;
  return Array.from({ length: count }, (_, index) =>
    index === count - 1 && !lastWanted ? 0 : addressOf(vectors) + 4 * index * channels,
  );
}

function concatenated(...vectors: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(vectors.reduce((length, vector) => length + vector.length, 0));
  let offset = 0;
  for (const vector of vectors) {
    all.set(vector, offset);
    offset += vector.length;
  }
  return all;
}
