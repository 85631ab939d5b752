type Border = [[number, number], [number, number], [number, number], [number, number]];

/**
 * TensorFlow's padding for `padding` zeros on every side of `[N, H, W, C]`: `SAME` if it is equivalent, otherwise
 * `VALID` on an input padded by `border`. With EXPLICIT padding TensorFlow's gradients of convolutions do not use
 * oneDNN and take twice as long.
 *
 * `SAME` gives ⌈length / stride⌉ outputs and puts the smaller half of the zeros before. Source: TensorFlow's
 * documentation of `tf.nn.convolution`.
 */
export function impliedPadding(
  [, height, width]: readonly [number, number, number, number],
  size: number,
  stride: number,
  padding: number,
): { type: 'SAME' | 'VALID'; border: Border | null } {
  if (padding === 0) return { type: 'VALID', border: null };
  const sides = [height, width].map((length) => {
    const outputs = Math.floor((length + 2 * padding - size) / stride) + 1;
    const total = Math.max(0, (outputs - 1) * stride + size - length);
    return { outputs, total, same: outputs === Math.ceil(length / stride) && total >> 1 === padding };
  });
  if (sides.every(({ same }) => same)) return { type: 'SAME', border: null };
  // Zeros that no output uses are left out.
  const [rows, columns] = sides.map(({ total }): [number, number] => [padding, Math.max(0, total - padding)]);
  return { type: 'VALID', border: [[0, 0], rows!, columns!, [0, 0]] };
}
