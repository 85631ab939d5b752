import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';

/** One field of a message on the wire: a varint, fixed or length-delimited value. */
export interface Field {
  readonly number: number;
  readonly type: WireType;
  readonly reader: BinaryReader;
}

/**
 * Visits the fields of a message. The visitor returns true if it read the value; any other field is skipped.
 * @throws where the bytes are no message: wrap the whole record.
 */
export function forEachField(message: Uint8Array, visit: (field: Field) => boolean): void {
  const reader = new BinaryReader(message);
  while (reader.pos < reader.len) {
    const [number, type] = reader.tag();
    if (!visit({ number, type, reader })) reader.skip(type, number);
  }
}

/** A 64-bit integer as a number; NaN beyond what a number can hold. */
export function safeInteger(value: bigint | string): number {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : NaN;
}

export { WireType };
