import * as tf from '@tensorflow/tfjs-core';

/** Every `stride`-th row and column: `[N, H, W, C] → [N, ⌈H / stride⌉, ⌈W / stride⌉, C]`. The pooling of single pixels is by far the fastest way on wasm. */
export function subsample(x: tf.Tensor4D, stride: number): tf.Tensor4D {
  return stride === 1 ? x : tf.maxPool(x, 1, stride, 'valid');
}

/**
 * The transpose of {@link subsample}: `stride − 1` zeros after every row and column, then cut or filled to `height` and
 * `width`.
 */
export function spreadOut(y: tf.Tensor4D, stride: number, height: number, width: number): tf.Tensor4D {
  const [batch, rows, columns, channels] = y.shape;
  if (stride === 1 && rows === height && columns === width) return y;
  const spread = tf.pad(tf.reshape(y, [batch * rows, 1, columns, channels]), [
    [0, 0],
    [0, stride - 1],
    [0, 0],
    [0, (stride - 1) * channels],
  ]);
  const full = tf.reshape(spread, [batch, rows * stride, columns * stride, channels]) as tf.Tensor4D;
  return fitted(full, 0, height, width);
}

/** `x` with `before` rows and columns of zeros put before, and zeros put after or rows taken off to make `height` × `width`. */
export function fitted(x: tf.Tensor4D, before: number, height: number, width: number): tf.Tensor4D {
  const [batch, rows, columns, channels] = x.shape;
  const afterRows = height - rows - before;
  const afterColumns = width - columns - before;
  const kept =
    afterRows < 0 || afterColumns < 0
      ? tf.slice(x, 0, [
          batch,
          Math.min(rows, rows + afterRows),
          Math.min(columns, columns + afterColumns),
          channels,
        ])
      : x;
  if (before === 0 && afterRows <= 0 && afterColumns <= 0) return kept;
  return tf.pad(kept, [
    [0, 0],
    [before, Math.max(0, afterRows)],
    [before, Math.max(0, afterColumns)],
    [0, 0],
  ]);
}
