/** A number format of safetensors: bytes of each value, and the bytes (little endian) as 32-bit floats. */
interface NumberFormat {
  readonly bytes: number;
  decode(view: DataView, count: number): Float32Array;
}

const each =
  (bytes: number, at: (view: DataView, offset: number) => number): NumberFormat['decode'] =>
  (view, count) =>
    Float32Array.from({ length: count }, (_, index) => at(view, index * bytes));

const format = (bytes: number, at: (view: DataView, offset: number) => number): NumberFormat => ({
  bytes,
  decode: each(bytes, at),
});

/** The same bytes, where this machine stores numbers as the file does. */
function float32(view: DataView, count: number): Float32Array {
  if (littleEndian && view.byteOffset % 4 === 0) return new Float32Array(view.buffer, view.byteOffset, count);
  return each(4, (view, offset) => view.getFloat32(offset, true))(view, count);
}

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

const bits = new DataView(new ArrayBuffer(4));

/** The upper half of a 32-bit float. */
function bfloat16(view: DataView, offset: number): number {
  bits.setUint32(0, view.getUint16(offset, true) << 16);
  return bits.getFloat32(0);
}

/** IEEE 754 binary16. */
function float16(view: DataView, offset: number): number {
  const half = view.getUint16(offset, true);
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >>> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
}

/** The bits of the nearest IEEE 754 binary16, of two equally near the even one; infinite from 65,520 on. */
export function toFloat16(value: number): number {
  if (Number.isNaN(value)) return 0x7e00;
  const size = Math.abs(value);
  bits.setFloat32(0, value);
  const sign = (bits.getUint32(0) >>> 16) & 0x8000;
  if (size >= 65520) return sign | 0x7c00;
  // Below 2^-14 the steps are all of one length.
  const exponent = Math.max(-14, ((bits.getUint32(0) >>> 23) & 255) - 127);
  const steps = size * 2 ** (10 - exponent);
  const [below, over] = [Math.floor(steps), steps % 1];
  const nearest = below + (over > 0.5 || (over === 0.5 && below % 2 === 1) ? 1 : 0);
  // Normal numbers have 1,024 … 2,047 steps; one more is the next exponent, and below is exponent 0.
  return sign | (((exponent + 14) << 10) + nearest);
}

/** The formats that are read. Integers beyond 2^24 and 64-bit floats are rounded to the nearest 32-bit float. */
export const numberFormats: ReadonlyMap<string, NumberFormat> = new Map([
  ['F32', { bytes: 4, decode: float32 }],
  ['F64', format(8, (view, offset) => view.getFloat64(offset, true))],
  ['F16', format(2, float16)],
  ['BF16', format(2, bfloat16)],
  ['I64', format(8, (view, offset) => Number(view.getBigInt64(offset, true)))],
  ['U64', format(8, (view, offset) => Number(view.getBigUint64(offset, true)))],
  ['I32', format(4, (view, offset) => view.getInt32(offset, true))],
  ['U32', format(4, (view, offset) => view.getUint32(offset, true))],
  ['I16', format(2, (view, offset) => view.getInt16(offset, true))],
  ['U16', format(2, (view, offset) => view.getUint16(offset, true))],
  ['I8', format(1, (view, offset) => view.getInt8(offset))],
  ['U8', format(1, (view, offset) => view.getUint8(offset))],
  ['BOOL', format(1, (view, offset) => view.getUint8(offset))],
]);
