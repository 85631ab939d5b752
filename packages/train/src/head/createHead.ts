import * as tf from '@tensorflow/tfjs-core';
import { normal, type UniformSource } from '../model/initialise.js';
import { plain } from '../model/layout.js';
import { type Parameter, Scope } from '../model/scope.js';
import type { Margin } from './margin.js';
import { type MarginLossOptions, marginLoss } from './marginLoss.js';
import { normaliseRows, normaliseRowsGradient } from './normalise.js';
import { sampleClasses } from './sampleClasses.js';

/** The last layer of training: one centre a class, and the loss of embeddings against them. */
export interface Head {
  readonly classes: number;
  /** `weight` `[classes, embeddingSize]`. */
  readonly parameters: readonly Parameter[];
  /**
   * Mean loss of `embeddings` `[N, E]` of the classes `labels` `[N]`; differentiable in the embeddings and the weight.
   *
   * @throws RangeError where a label is not a class.
   */
  loss(embeddings: tf.Tensor2D, labels: ArrayLike<number>): tf.Scalar;
  dispose(): void;
}

export interface HeadOptions {
  readonly classes: number;
  readonly embeddingSize: number;
  readonly margin: Margin;
  /** Where the starting centres, and the classes of a sample, come from. */
  readonly random: UniformSource;
  /** 64 */
  readonly scale?: number;
  /** 'reference' */
  readonly gradient?: MarginLossOptions['gradient'];
  /** 0: none */
  readonly interclassFilter?: number;
  /** Share of the classes that a step compares with, its own among them; 1. */
  readonly sampleRate?: number;
}

/**
 * Softmax over cosines with a margin.
 *
 * @throws RangeError on an option that is not possible.
 */
export function createHead(options: HeadOptions): Head {
  const { classes, embeddingSize, margin, random } = options;
  const { scale = 64, gradient = 'reference', interclassFilter = 0, sampleRate = 1 } = options;
  if (!Number.isInteger(classes) || classes < 2)
    throw new RangeError(`invalid classes: ${classes} (expected a whole number from 2)`);
  if (!(sampleRate > 0 && sampleRate <= 1))
    throw new RangeError(`invalid sampleRate: ${sampleRate} (expected 0 < sampleRate ≤ 1)`);
  const scope = new Scope(random);
  const weight = scope.parameter<tf.Tensor2D>(
    'weight',
    [classes, embeddingSize],
    normal(0.01),
    plain(classes, embeddingSize),
  );
  const lossOptions = { margin, scale, gradient, interclassFilter };
  return {
    classes,
    parameters: scope.parameters,
    loss(embeddings, labels) {
      const own = Array.from(labels);
      for (const label of own) {
        if (!(Number.isInteger(label) && label >= 0 && label < classes))
          throw new RangeError(`invalid label: ${label} (expected 0 … ${classes - 1})`);
      }
      const sample = sampleRate < 1 ? sampleClasses(own, classes, sampleRate, random) : null;
      return cosineLoss(embeddings, weight, own, sample, lossOptions);
    },
    dispose: () => scope.dispose(),
  };
}

function cosineLoss(
  embeddings: tf.Tensor2D,
  weight: tf.Tensor2D,
  labels: readonly number[],
  sample: Int32Array | null,
  options: MarginLossOptions,
): tf.Scalar {
  return tf.customGrad((embeddings, weight, save) => {
    const rows = sample === null ? null : tf.tensor1d(sample, 'int32');
    const targets = sample === null ? labels : labels.map((label) => sample.indexOf(label));
    const centres = rows === null ? (weight as tf.Tensor2D) : tf.gather(weight as tf.Tensor2D, rows);
    const x = normaliseRows(embeddings as tf.Tensor2D);
    const w = normaliseRows(centres as tf.Tensor2D);
    // Inner tidies: of [N, classes] and [classes, E] no more live at a time than must.
    const { loss, gradient } = tf.tidy(() => {
      const cosines = tf.tidy(() => tf.matMul(x.unit, tf.transpose(w.unit)) as tf.Tensor2D);
      return { ...marginLoss(cosines, targets, options) };
    });
    const dEmbeddings = normaliseRowsGradient(x, tf.matMul(gradient, w.unit) as tf.Tensor2D);
    const dUnit = tf.tidy(() => tf.matMul(tf.transpose(gradient), x.unit) as tf.Tensor2D);
    gradient.dispose();
    const dCentres = normaliseRowsGradient(w, dUnit);
    dUnit.dispose();
    // Both gradients are there before the backward pass asks: nothing of [N, classes] has to be kept.
    (save as tf.GradSaveFunc)([dEmbeddings, dCentres, ...(rows === null ? [] : [rows])]);
    return {
      value: loss,
      gradFunc: (dy, saved) => {
        const [dEmbeddings, dCentres, rows] = saved as [tf.Tensor2D, tf.Tensor2D, tf.Tensor1D | undefined];
        const dWeight =
          rows === undefined
            ? dCentres
            : tf.scatterND(tf.expandDims(rows, 1), dCentres, (weight as tf.Tensor2D).shape);
        return [tf.mul(dEmbeddings, dy as tf.Scalar), tf.mul(dWeight, dy as tf.Scalar)];
      },
    };
  })(embeddings, weight) as tf.Scalar;
}
