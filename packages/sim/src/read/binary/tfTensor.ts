import { forEachField, WireType } from './protobuf.js';

const FLOAT = 1;
const DOUBLE = 2;

/**
 * The number in a `TensorProto` (1 dtype, 2 shape, 4 tensor_content, 5 float_val, 6 double_val) of type float or double
 * with exactly one element; undefined for images, texts, histograms.
 */
export function tensorScalar(message: Uint8Array): number | undefined {
  let dtype = 0;
  let elements = 1;
  let content: Uint8Array | null = null;
  let unpacked: number | undefined;
  forEachField(message, ({ number, type, reader }) => {
    if (number === 1 && type === WireType.Varint) dtype = reader.int32();
    else if (number === 2 && type === WireType.LengthDelimited) elements = elementsOf(reader.bytes());
    else if (number >= 4 && number <= 6 && type === WireType.LengthDelimited) content = reader.bytes();
    else if (number === 5 && type === WireType.Bit32) unpacked = reader.float();
    else if (number === 6 && type === WireType.Bit64) unpacked = reader.double();
    else return false;
    return true;
  });
  const size = dtype === FLOAT ? 4 : dtype === DOUBLE ? 8 : 0;
  if (size === 0 || elements !== 1) return undefined;
  // A value of zero may be left out.
  if (content === null) return unpacked ?? 0;
  const { buffer, byteOffset, length } = content as Uint8Array;
  if (length !== size) return undefined;
  const view = new DataView(buffer, byteOffset, length);
  return size === 4 ? view.getFloat32(0, true) : view.getFloat64(0, true);
}

/** The product of the sizes in a `TensorShapeProto` (2 dim {1 size}). */
function elementsOf(message: Uint8Array): number {
  let elements = 1;
  forEachField(message, ({ number, type, reader }) => {
    if (number !== 2 || type !== WireType.LengthDelimited) return false;
    forEachField(reader.bytes(), (dim) => {
      if (dim.number !== 1 || dim.type !== WireType.Varint) return false;
      elements *= Number(dim.reader.int64());
      return true;
    });
    return true;
  });
  return elements;
}
