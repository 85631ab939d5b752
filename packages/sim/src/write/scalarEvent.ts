import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { maskedCrc } from '../read/binary/tfRecord.js';
import { concat } from '../read/bytes.js';

/** The first record of a TensorBoard event file. `wallTime` in seconds since 1970. */
export const fileVersionEvent = (wallTime: number): Uint8Array =>
  record(event(wallTime).tag(3, WireType.LengthDelimited).string('brain.Event:2').finish());

/**
 * One record of an event file: the values of some tags at a step, as PyTorch writes them (32-bit floats). A file is a
 * {@link fileVersionEvent} and any number of these.
 *
 * @param step a whole number
 * @param wallTime in seconds since 1970
 * @example
 * scalarEvent(3, { loss: 2.5 }, 0).length; // 42
 */
export function scalarEvent(
  step: number,
  scalars: Readonly<Record<string, number>>,
  wallTime: number,
): Uint8Array {
  const summary = concat(Object.entries(scalars).map(([tag, value]) => scalar(tag, value)));
  const at = event(wallTime).tag(2, WireType.Varint).int64(step);
  return record(at.tag(5, WireType.LengthDelimited).bytes(summary).finish());
}

const event = (wallTime: number) => new BinaryWriter().tag(1, WireType.Bit64).double(wallTime);

const scalar = (tag: string, value: number) =>
  new BinaryWriter()
    .tag(1, WireType.LengthDelimited)
    .fork()
    .tag(1, WireType.LengthDelimited)
    .string(tag)
    .tag(2, WireType.Bit32)
    .float(Math.fround(value))
    .join()
    .finish();

/** `length u64 | crc of the length | payload | crc of the payload`. */
function record(payload: Uint8Array): Uint8Array {
  const framed = new Uint8Array(payload.length + 16);
  const view = new DataView(framed.buffer);
  view.setUint32(0, payload.length, true);
  view.setUint32(8, maskedCrc(framed.subarray(0, 8)), true);
  framed.set(payload, 12);
  view.setUint32(12 + payload.length, maskedCrc(payload), true);
  return framed;
}
