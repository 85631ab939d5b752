import * as tf from '@tensorflow/tfjs-core';
import { crew, sumAcrossThreads } from './acrossThreads.js';
import { channelAffine } from './channelAffine.js';
import { channelSum } from './channelSum.js';
import { prelu } from './prelu.js';
import { onTensorflow } from './tensorflow/execute.js';
import { fusedBatchNorm, fusedBatchNormGradient, fusedInference } from './tensorflow/fusedBatchNorm.js';
import * as wasm from './wasm/batchNorm.js';
import { type Kernels, wasmKernels } from './wasm/kernels.js';

/** Added to the variance, as PyTorch's default. */
export const batchNormEpsilon = 1e-5;

export interface NormalisedBatch<T extends tf.Tensor> {
  readonly y: T;
  /** Rows that mean and variance were taken over: pixels of the whole batch. */
  readonly rows: number;
  /** `[C]`, kept: the caller disposes it. */
  readonly mean: tf.Tensor;
  /** `[C]`, biased (divided by the number of rows), kept: the caller disposes it. */
  readonly variance: tf.Tensor;
}

/**
 * Batch normalisation in training: `y = gamma · (x − mean) / √(variance + ε) + beta` with mean and variance of this batch,
 * per channel of `x` `[…, C]`.
 *
 * The gradient is the closed form that takes mean and variance as functions of `x`:
 * `dx = γ/σ · (dy − mean(dy) − x̂ · mean(dy · x̂))`. The variance is that of centred values: E[x²] − E[x]² loses all digits
 * where the mean is large. Source: Ioffe and Szegedy (2015), Batch normalization, section 3.
 *
 * @param alpha a parametric ReLU follows, as {@link prelu}
 */
export function batchNormTraining<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  alpha: tf.Tensor1D | null = null,
): NormalisedBatch<T> {
  const kernels = wasmKernels();
  if (kernels !== null && gamma.size % 4 === 0) return onWasm(kernels, x, gamma, beta, alpha);
  const batch = composed(x, gamma, beta);
  return alpha === null ? batch : { ...batch, y: prelu(batch.y, alpha) };
}

function onWasm<T extends tf.Tensor>(
  kernels: Kernels,
  x: T,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  alpha: tf.Tensor1D | null,
): NormalisedBatch<T> {
  let moments: wasm.Moments | undefined;
  const y = tf.customGrad((...args) => {
    const save = args.pop() as tf.GradSaveFunc;
    const [x, ...vectors] = args as tf.Tensor[];
    const forward = wasm.batchNorm(kernels, x!, vectors, batchNormEpsilon);
    moments = forward.moments;
    save([x!, forward.vectors]);
    return {
      value: forward.y,
      gradFunc: (dy, saved) => {
        const [x, vectors] = saved as [tf.Tensor, tf.Tensor1D];
        const saves = { moments: forward.moments, vectors };
        return wasm.batchNormGradient(kernels, x, dy as tf.Tensor, saves, batchNormEpsilon, alpha !== null);
      },
    };
  })(...[x, gamma, beta, ...(alpha === null ? [] : [alpha])]) as T;
  const { rows, mean, variance } = moments!;
  return { y, rows, mean: tf.keep(tf.tensor1d(mean)), variance: tf.keep(tf.tensor1d(variance)) };
}

function composed<T extends tf.Tensor>(x: T, gamma: tf.Tensor1D, beta: tf.Tensor1D): NormalisedBatch<T> {
  let mean: tf.Tensor | undefined;
  let variance: tf.Tensor | undefined;
  const y = tf.customGrad((x, gamma, beta, save) => {
    if (onTensorflow()) {
      const fused = fusedBatchNorm(x as tf.Tensor, gamma as tf.Tensor, beta as tf.Tensor, batchNormEpsilon);
      mean = tf.keep(fused.mean);
      variance = tf.keep(fused.variance);
      (save as tf.GradSaveFunc)([x as tf.Tensor, gamma as tf.Tensor, ...fused.reserved]);
      return {
        value: fused.y,
        gradFunc: (dy, saved) => {
          const [x, gamma, ...reserved] = saved as tf.Tensor[];
          return fusedBatchNormGradient(dy as tf.Tensor, x!, gamma!, reserved, batchNormEpsilon);
        },
      };
    }
    const rows = (crew().batchFactor * (x as tf.Tensor).size) / (gamma as tf.Tensor).size;
    mean = tf.keep(sumAcrossThreads(channelSum(x as tf.Tensor, 1 / rows)));
    const centred = channelAffine(x as tf.Tensor, tf.onesLike(mean), tf.neg(mean));
    variance = tf.keep(sumAcrossThreads(channelSum(tf.square(centred), 1 / rows)));
    const inverse = tf.rsqrt(tf.add(variance, batchNormEpsilon));
    (save as tf.GradSaveFunc)([centred, gamma as tf.Tensor, inverse]);
    return {
      value: channelAffine(centred, tf.mul(gamma as tf.Tensor, inverse), beta as tf.Tensor),
      gradFunc: (dy, saved) => gradient(dy as tf.Tensor, saved as tf.Tensor[]),
    };
  })(x, gamma, beta) as T;
  const rows = (crew().batchFactor * x.size) / gamma.size;
  return { y, rows, mean: mean!, variance: variance! };
}

function gradient(dy: tf.Tensor, [centred, gamma, inverse]: tf.Tensor[]): tf.Tensor[] {
  const rows = (crew().batchFactor * dy.size) / gamma!.size;
  const dBeta = channelSum(dy);
  const dGamma = tf.mul(channelSum(tf.mul(dy, centred!)), inverse!);
  // Of the whole batch; what is returned for gamma and beta is this thread's part.
  const [dBetas, dGammas] = tf.unstack(sumAcrossThreads(tf.stack([dBeta, dGamma]))) as [tf.Tensor, tf.Tensor];
  const scale = tf.mul(gamma!, inverse!);
  const perRow = tf.div(tf.neg(scale), rows);
  const correction = channelAffine(
    centred!,
    tf.mul(tf.mul(perRow, inverse!), dGammas),
    tf.mul(perRow, dBetas),
  );
  return [tf.add(channelAffine(dy, scale, tf.zerosLike(scale)), correction), dGamma, dBeta];
}

/**
 * Batch normalisation with running statistics (evaluation), and the PReLU after it where `alpha` is given: an affine map per
 * channel, not differentiable.
 */
export function batchNormInference<T extends tf.Tensor>(
  x: T,
  gamma: tf.Tensor,
  beta: tf.Tensor,
  mean: tf.Tensor,
  variance: tf.Tensor,
  alpha: tf.Tensor1D | null = null,
): T {
  const followed = (y: T) => (alpha === null ? y : prelu(y, alpha));
  if (onTensorflow())
    return followed(fusedInference(x, [gamma, beta, mean, variance], batchNormEpsilon) as T);
  const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, batchNormEpsilon)));
  const kernels = wasmKernels();
  if (kernels === null || scale.size % 4 !== 0)
    return followed(channelAffine(x, scale, tf.sub(beta, tf.mul(mean, scale))));
  const vectors = tf.concat([mean, scale, beta, alpha ?? tf.zerosLike(scale)]);
  return wasm.normalise(kernels, x, vectors, alpha !== null) as T;
}
