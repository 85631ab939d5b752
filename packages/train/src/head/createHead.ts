import * as tf from '@tensorflow/tfjs-core';
import { normal, type UniformSource } from '../model/initialise.js';
import { plain } from '../model/layout.js';
import { type Parameter, Scope } from '../model/scope.js';
import type { Margin } from './margin.js';
import { type MarginLossOptions, marginLoss } from './marginLoss.js';
import { normaliseRows, normaliseRowsGradient } from './normalise.js';
import { sampleClasses } from './sampleClasses.js';

/** The last layer in training: one centre per class, and the loss of embeddings against the centres. */
export interface Head {
  readonly classes: number;
  /** `weight` `[classes, embeddingSize]`. */
  readonly parameters: readonly Parameter[];
  /**
   * The targets of a batch with the classes `labels` `[N]`; draws the class sample, if any. The caller disposes of
   * it.
   *
   * @throws RangeError if a label is not a class.
   */
  targets(labels: ArrayLike<number>): Targets;
  /**
   * Mean loss of `embeddings` `[N, E]`; differentiable in the embeddings and the weight. It uses tensors only, so it
   * can become a graph.
   */
  loss(embeddings: tf.Tensor2D, targets: Targets): tf.Scalar;
  dispose(): void;
}

/**
 * Labels in the form that the head needs. (A type, not an interface, so that tfjs accepts it as a container of
 * tensors.)
 */
export type Targets = {
  /** `[N, 2]`, integers: row index and column of the true class among the compared classes. */
  readonly at: tf.Tensor2D;
  /** `[R, 1]`, integers: the compared classes, ascending; null for all classes. */
  readonly sample: tf.Tensor2D | null;
};

export interface HeadOptions {
  readonly classes: number;
  readonly embeddingSize: number;
  readonly margin: Margin;
  /** Source of the initial centres and of class samples. */
  readonly random: UniformSource;
  /** 64 */
  readonly scale?: number;
  /** 'reference' */
  readonly gradient?: MarginLossOptions['gradient'];
  /** 0: none */
  readonly interclassFilter?: number;
  /** Share of the classes that a step compares with, including the true ones; 1. */
  readonly sampleRate?: number;
}

/**
 * Softmax over cosines with a margin.
 *
 * @throws RangeError for an invalid option.
 */
export function createHead(options: HeadOptions): Head {
  const { classes, embeddingSize, margin, random } = options;
  const { scale = 64, gradient = 'reference', interclassFilter = 0, sampleRate = 1 } = options;
  if (!Number.isInteger(classes) || classes < 2)
    throw new RangeError(`invalid classes: ${classes} (expected a whole number from 2)`);
  if (!(sampleRate > 0 && sampleRate <= 1))
    throw new RangeError(`invalid sampleRate: ${sampleRate} (expected 0 < sampleRate ≤ 1)`);
  const scope = new Scope(random);
  const { variable: weight } = scope.parameter(
    'weight',
    [classes, embeddingSize],
    normal(0.01),
    plain(classes, embeddingSize),
  );
  const lossOptions = { margin, scale, gradient, interclassFilter };
  return {
    classes,
    parameters: scope.parameters,
    targets(labels) {
      const own = Array.from(labels);
      for (const label of own) {
        if (!(Number.isInteger(label) && label >= 0 && label < classes))
          throw new RangeError(`invalid label: ${label} (expected 0 … ${classes - 1})`);
      }
      const sample = sampleRate < 1 ? sampleClasses(own, classes, sampleRate, random) : null;
      const column = (label: number) => sample?.indexOf(label) ?? label;
      const at = own.flatMap((label, row) => [row, column(label)]);
      return {
        at: tf.tensor2d(at, [own.length, 2], 'int32'),
        sample: sample && tf.tensor2d(sample, [sample.length, 1], 'int32'),
      };
    },
    loss: (embeddings, targets) =>
      cosineLoss(embeddings, weight as tf.Tensor as tf.Tensor2D, targets, lossOptions),
    dispose: () => scope.dispose(),
  };
}

function cosineLoss(
  embeddings: tf.Tensor2D,
  weight: tf.Tensor2D,
  { at, sample }: Targets,
  options: MarginLossOptions,
): tf.Scalar {
  return tf.customGrad((embeddings, weight, save) => {
    // Not tf.gather, which reads the indices on TensorFlow.
    const centres = sample === null ? weight : tf.gatherND(weight as tf.Tensor2D, sample);
    const x = normaliseRows(embeddings as tf.Tensor2D);
    const w = normaliseRows(centres as tf.Tensor2D);
    // Nested tidies minimise the number of live tensors of size [N, classes] and [classes, E].
    const { loss, gradient } = tf.tidy(() => {
      const cosines = tf.tidy(() => tf.matMul(x.unit, tf.transpose(w.unit)) as tf.Tensor2D);
      return { ...marginLoss(cosines, at, options) };
    });
    const dEmbeddings = normaliseRowsGradient(x, tf.matMul(gradient, w.unit) as tf.Tensor2D);
    const dUnit = tf.tidy(() => tf.matMul(tf.transpose(gradient), x.unit) as tf.Tensor2D);
    gradient.dispose();
    const dCentres = normaliseRowsGradient(w, dUnit);
    dUnit.dispose();
    // Both gradients are computed in the forward pass, so no tensor of size [N, classes] must be kept.
    (save as tf.GradSaveFunc)([dEmbeddings, dCentres, ...(sample === null ? [] : [sample])]);
    return {
      value: loss,
      gradFunc: (dy, saved) => {
        const [dEmbeddings, dCentres, sample] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D | undefined];
        const dWeight =
          sample === undefined ? dCentres : tf.scatterND(sample, dCentres, (weight as tf.Tensor2D).shape);
        return [tf.mul(dEmbeddings, dy as tf.Scalar), tf.mul(dWeight, dy as tf.Scalar)];
      },
    };
  })(embeddings, weight) as tf.Scalar;
}
