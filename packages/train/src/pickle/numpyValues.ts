import { PickleError } from './pickleError.js';

/** A NumPy type as text, such as u1 or b1. The pickle sets its byte order later. */
export class PickledDtype {
  constructor(
    readonly type: string,
    public byteOrder = '|',
  ) {}

  get bytes(): number {
    return Number(/^[a-z?]([1248])?$/.exec(this.type)?.[1] ?? 1);
  }
}

/** A NumPy array of bytes or booleans; the pickle fills it after creating it. */
export class PickledArray {
  shape: readonly number[] = [];
  dtype = new PickledDtype('u1');
  data: Uint8Array = new Uint8Array();

  fill(shape: unknown, dtype: unknown, data: unknown): this {
    if (
      !Array.isArray(shape) ||
      // No array of NumPy has more; a pickle may name one long list again and again.
      shape.length > 32 ||
      !shape.every((length) => Number.isSafeInteger(length) && (length as number) >= 0)
    ) {
      throw new PickleError('an array has no shape');
    }
    if (!(dtype instanceof PickledDtype) || !(data instanceof Uint8Array)) {
      throw new PickleError('an array has no numbers');
    }
    const expected = (shape as number[]).reduce((product, length) => product * length, dtype.bytes);
    if (data.length !== expected) throw new PickleError(`an array has ${data.length} bytes, not ${expected}`);
    this.shape = shape as number[];
    this.dtype = dtype;
    this.data = data;
    return this;
  }
}
