import * as tf from '@tensorflow/tfjs-core';
import type { Margin } from './margin.js';

export interface MarginLossOptions {
  readonly margin: Margin;
  /** Logits are `scale` times cosines. */
  readonly scale: number;
  /**
   * `exact` differentiates `cos(θ + m)`. `reference` is the straight-through gradient of the reference's code, which
   * computes the margin outside its tape. CosFace's gradient is the same in both.
   */
  readonly gradient: 'reference' | 'exact';
  /** If above 0, other classes with a larger cosine count as wrong labels: their logit and gradient are 0. */
  readonly interclassFilter: number;
}

/** Lower limit for sin θ in the exact gradient, which is infinite at θ = 0 and π. */
const minSine = 1e-3;
/** Lower limit for probabilities in the loss, without effect on the gradient, as in the reference. */
const minProbability = 1e-30;

interface LossAndGradient {
  readonly loss: tf.Scalar;
  /** d loss / d cosines, `[N, C]`. */
  readonly gradient: tf.Tensor2D;
}

/**
 * Mean cross-entropy of `softmax(scale · margin(cosines))` and its gradient. `cosines` `[N, C]`; `at` `[N, 2]`, row
 * index and column of the true class.
 */
export function marginLoss(
  cosines: tf.Tensor2D,
  at: tf.Tensor2D,
  { margin, scale, gradient, interclassFilter }: MarginLossOptions,
): LossAndGradient {
  const [rows] = at.shape;
  const own = tf.clipByValue(tf.gatherND(cosines, at) as tf.Tensor1D, -1, 1);
  const moved = applyMargin(own, margin);
  const kept = interclassFilter > 0 ? notFiltered(cosines, at, interclassFilter) : null;
  const others = kept === null ? cosines : tf.mul(cosines, kept);
  const logits = tf.mul(tf.tensorScatterUpdate(others, at, moved), scale) as tf.Tensor2D;
  const probabilities = tf.softmax(logits);
  const ownProbability = tf.gatherND(probabilities, at) as tf.Tensor1D;
  const loss = tf.neg(tf.mean(tf.log(tf.maximum(ownProbability, minProbability)))) as tf.Scalar;

  // Softmax gradient: p for other classes, p − 1 for the true class, which is also multiplied by the margin's slope.
  const ownGradient = tf.mul(tf.sub(ownProbability, 1), slope(own, margin, gradient));
  const all = kept === null ? probabilities : tf.mul(probabilities, kept);
  const spread = tf.tensorScatterUpdate(all, at, ownGradient);
  return { loss, gradient: tf.mul(spread, scale / rows) as tf.Tensor2D };
}

function applyMargin(cosine: tf.Tensor1D, margin: Margin): tf.Tensor1D {
  if (margin.kind === 'cosface') return tf.sub(cosine, margin.cosine);
  return tf.cos(tf.add(tf.acos(cosine), margin.angle));
}

/** d moved / d cosine: for ArcFace `sin(θ + m) / sin θ`. */
function slope(cosine: tf.Tensor1D, margin: Margin, gradient: MarginLossOptions['gradient']): tf.Tensor1D {
  if (margin.kind === 'cosface' || gradient === 'reference') return tf.onesLike(cosine);
  const angle = tf.acos(cosine);
  return tf.div(tf.sin(tf.add(angle, margin.angle)), tf.maximum(tf.sin(angle), minSine));
}

/** 1 for logits that count, 0 for filtered classes. */
function notFiltered(cosines: tf.Tensor2D, at: tf.Tensor2D, threshold: number): tf.Tensor2D {
  const near = tf.step(tf.sub(cosines, threshold));
  return tf.sub(1, tf.tensorScatterUpdate(near, at, tf.zeros([at.shape[0]])));
}
