import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';

/** A field of a message, by its number. */
export type Field = (to: BinaryWriter) => BinaryWriter;

export const text =
  (number: number, value: string): Field =>
  (to) =>
    to.tag(number, WireType.LengthDelimited).string(value);

export const bytes =
  (number: number, value: Uint8Array): Field =>
  (to) =>
    to.tag(number, WireType.LengthDelimited).bytes(value);

/** A whole number, an enum or, as 0 or 1, a bool. */
export const whole =
  (number: number, value: number): Field =>
  (to) =>
    to.tag(number, WireType.Varint).int64(value);

export const float =
  (number: number, value: number): Field =>
  (to) =>
    to.tag(number, WireType.Bit32).float(Math.fround(value));

export const message =
  (number: number, ...fields: readonly Field[]): Field =>
  (to) =>
    write(fields, to.tag(number, WireType.LengthDelimited).fork()).join();

/** The bytes of a message of its own. */
export const encode = (...fields: readonly Field[]): Uint8Array => write(fields, new BinaryWriter()).finish();

const write = (fields: readonly Field[], to: BinaryWriter) => fields.reduce((to, field) => field(to), to);
