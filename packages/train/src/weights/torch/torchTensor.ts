import { PickleError } from '../../pickle/pickleError.js';

/** Numbers of a PyTorch file, in an entry of their own. */
export interface TorchStorage {
  /** The entry's name below `data/`. */
  readonly key: string;
  /** A name of a number format of safetensors. */
  readonly format: string;
  /** Numbers, not bytes. */
  readonly size: number;
}

/** A tensor as PyTorch pickles it: a view of a storage, element (i, j, …) at offset + i · strides[0] + j · strides[1] … */
export class TorchTensor {
  /** Whether the elements lie row after row, without gaps. */
  readonly isContiguous: boolean;
  readonly count: number;

  /** @throws PickleError if the view is not inside its storage, or has more elements than it */
  constructor(
    readonly storage: TorchStorage,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {
    const numbers = [offset, ...shape, ...strides];
    if (shape.length !== strides.length || shape.length > 8)
      throw new PickleError('a tensor has no shape with strides');
    if (!numbers.every((value) => Number.isSafeInteger(value) && value >= 0))
      throw new PickleError('a tensor’s shape, strides or offset are no whole numbers');
    this.count = shape.reduce((product, length) => product * length, 1);
    const last = shape.reduce((at, length, axis) => at + (length - 1) * strides[axis]!, offset);
    if (this.count > storage.size || (this.count > 0 && last >= storage.size))
      throw new PickleError('a tensor is larger than its storage');
    let expected = 1;
    this.isContiguous = true;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      if (shape[axis] !== 1 && strides[axis] !== expected) this.isContiguous = false;
      expected *= shape[axis]!;
    }
  }

  /** The elements, row after row, from the storage's numbers. */
  elements(numbers: Float32Array): Float32Array {
    const { offset, count, shape, strides } = this;
    if (this.isContiguous) return numbers.subarray(offset, offset + count);
    const elements = new Float32Array(count);
    const position = shape.map(() => 0);
    for (let i = 0, at = offset; i < count; i++) {
      elements[i] = numbers[at]!;
      for (let axis = shape.length - 1; axis >= 0; axis--) {
        at += strides[axis]!;
        if (++position[axis]! < shape[axis]!) break;
        at -= strides[axis]! * shape[axis]!;
        position[axis] = 0;
      }
    }
    return elements;
  }
}
