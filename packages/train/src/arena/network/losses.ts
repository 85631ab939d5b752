/**
 * Mean softmax cross-entropy in nats, and its derivative by the logits.
 *
 *     loss = mean over rows of log Σ_k exp(z_k) − z_label
 *
 * @param errors filled with the derivative; null where only the loss is wanted
 */
export function crossEntropy(
  logits: Float64Array,
  labels: ArrayLike<number>,
  classes: number,
  errors: Float64Array | null,
): number {
  const rows = labels.length;
  let total = 0;
  for (let row = 0; row < rows; row++) {
    const at = row * classes;
    let largest = -Infinity;
    for (let k = 0; k < classes; k++) largest = Math.max(largest, logits[at + k]!);
    let sum = 0;
    for (let k = 0; k < classes; k++) sum += Math.exp(logits[at + k]! - largest);
    const logSum = largest + Math.log(sum);
    total += logSum - logits[at + labels[row]!]!;
    if (errors === null) continue;
    for (let k = 0; k < classes; k++) errors[at + k] = Math.exp(logits[at + k]! - logSum) / rows;
    errors[at + labels[row]!]! -= 1 / rows;
  }
  return total / rows;
}

/** Half the mean squared error over rows and outputs, and its derivative by the predictions. */
export function squaredError(
  predictions: Float64Array,
  targets: Float64Array,
  count: number,
  errors: Float64Array | null,
): number {
  let total = 0;
  for (let k = 0; k < count; k++) {
    const difference = predictions[k]! - targets[k]!;
    total += difference * difference;
    if (errors !== null) errors[k] = difference / count;
  }
  return total / (2 * count);
}

/** The class with the largest logit, row by row: the share that is not the label. */
export function errorRate(logits: Float64Array, labels: ArrayLike<number>, classes: number): number {
  let wrong = 0;
  for (let row = 0; row < labels.length; row++) {
    let best = 0;
    for (let k = 1; k < classes; k++)
      if (logits[row * classes + k]! > logits[row * classes + best]!) best = k;
    if (best !== labels[row]) wrong++;
  }
  return wrong / labels.length;
}
