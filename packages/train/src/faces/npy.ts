import { BadInput } from '../badInput.js';

/** An array of NumPy, its numbers row after row. */
export interface NumpyArray {
  readonly shape: readonly number[];
  readonly values: Float64Array | Int32Array | Uint8Array | Float32Array | BigInt64Array;
}

const advice = 'save it again with numpy.save, as booleans, integers or floats';

/**
 * Reads what numpy.save writes: format 1, 2 or 3, little-endian numbers or booleans. Objects, which would be pickled,
 * are refused.
 *
 * @throws BadInput for anything else
 */
export function readNpy(bytes: Uint8Array, file: string): NumpyArray {
  const fail = (problem: string): never => {
    throw new BadInput(file, problem, advice);
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || Buffer.from(bytes.subarray(0, 6)).toString('latin1') !== '\x93NUMPY') {
    fail('is no .npy file');
  }
  const long = bytes[6]! > 1;
  const start = long ? 12 : 10;
  const data = start + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = Buffer.from(bytes.subarray(start, data)).toString('latin1');
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const shape = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(header)?.[1];
  if (descr === undefined || order === undefined || shape === undefined) fail('has no array of numbers');
  const lengths = shape!.split(',').flatMap((text) => (text.trim() === '' ? [] : [Number(text)]));
  if (order === 'True' && lengths.length > 1) fail('is in Fortran order');
  const count = lengths.reduce((product, length) => product * length, 1);
  const kind = kinds[descr!];
  if (kind === undefined) return fail(`has numbers of the type ${descr}`);
  if (count * kind.BYTES_PER_ELEMENT > bytes.length - data) fail('is truncated');
  // A copy, since the numbers need not lie at a multiple of their size.
  const copy = Uint8Array.from(bytes.subarray(data, data + count * kind.BYTES_PER_ELEMENT));
  return { shape: lengths, values: new kind(copy.buffer, 0, count) };
}

const kinds: Readonly<
  Record<
    string,
    (new (
      buffer: ArrayBuffer,
      offset: number,
      length: number,
    ) => NumpyArray['values']) & { BYTES_PER_ELEMENT: number }
  >
> = {
  '|b1': Uint8Array,
  '|u1': Uint8Array,
  '<i4': Int32Array,
  '<i8': BigInt64Array,
  '<f4': Float32Array,
  '<f8': Float64Array,
};
