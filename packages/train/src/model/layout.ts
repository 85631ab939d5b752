/** Conversion between a tensor here (channels last) and in PyTorch (channels first). Both directions are exact. */
export interface Layout {
  readonly torchShape: readonly number[];
  /** For every index of PyTorch's flat array, the index in ours. */
  readonly source: () => Int32Array;
}

/** Same order on both sides: vectors. */
export function plain(...shape: number[]): Layout {
  const size = shape.reduce((product, length) => product * length, 1);
  return { torchShape: shape, source: () => Int32Array.from({ length: size }, (_, index) => index) };
}

/** Convolution filter: ours `[k, k, in, out]`, PyTorch's `[out, in, k, k]`. */
export function convolutionLayout(size: number, inputs: number, outputs: number): Layout {
  return permuted([size, size, inputs, outputs], [3, 2, 0, 1]);
}

/** Depthwise filter: ours `[k, k, C, 1]`, PyTorch's `[C, 1, k, k]`. */
export function depthwiseLayout(size: number, channels: number): Layout {
  return permuted([size, size, channels, 1], [2, 3, 0, 1]);
}

/** Grouped filter: ours `[k, k, C, shift]` (see groupedConv2d), PyTorch's `[C, inputs of the group, k, k]`. */
export function groupedLayout(size: number, channels: number, group: number): Layout {
  const source = () => {
    const indices = new Int32Array(channels * group * size * size);
    let next = 0;
    for (let output = 0; output < channels; output++) {
      for (let input = 0; input < group; input++) {
        const shift = (input - (output % group) + group) % group;
        for (let tap = 0; tap < size * size; tap++) {
          indices[next++] = (tap * channels + output) * group + shift;
        }
      }
    }
    return indices;
  };
  return { torchShape: [channels, group, size, size], source };
}

/**
 * Matrix of a linear layer: ours `[in, out]`, PyTorch's `[out, in]`. For a flattened image the order of the inputs is
 * height, width, channel here and channel, height, width in PyTorch.
 */
export function linearLayout(outputs: number, channels: number, height = 1, width = 1): Layout {
  const { source } = permuted([height, width, channels, outputs], [3, 2, 0, 1]);
  return { torchShape: [outputs, channels * height * width], source };
}

function permuted(shape: readonly number[], order: readonly number[]): Layout {
  const strides = shape.map((_, axis) =>
    shape.slice(axis + 1).reduce((product, length) => product * length, 1),
  );
  const torchShape = order.map((axis) => shape[axis]!);
  const torchStrides = order.map((axis) => strides[axis]!);
  const source = () => {
    const indices = new Int32Array(shape.reduce((product, length) => product * length, 1));
    const position = torchShape.map(() => 0);
    let offset = 0;
    for (let index = 0; index < indices.length; index++) {
      indices[index] = offset;
      for (let axis = position.length - 1; axis >= 0; axis--) {
        offset += torchStrides[axis]!;
        if (++position[axis]! < torchShape[axis]!) break;
        offset -= torchStrides[axis]! * torchShape[axis]!;
        position[axis] = 0;
      }
    }
    return indices;
  };
  return { torchShape, source };
}
