import { forEachField, safeInteger, WireType } from './protobuf.js';
import { tensorScalar } from './tfTensor.js';

export interface ScalarEvent {
  readonly step: number;
  readonly scalars: readonly (readonly [tag: string, value: number])[];
}

const utf8 = new TextDecoder();

/**
 * The scalars of a TensorBoard `Event` (1 wall_time, 2 step, 5 summary); a step of 0 is left out on the wire.
 * @throws where the bytes are no event.
 */
export function scalarEvent(payload: Uint8Array): ScalarEvent {
  let step = 0;
  const scalars: [string, number][] = [];
  forEachField(payload, ({ number, type, reader }) => {
    if (number === 2 && type === WireType.Varint) step = safeInteger(reader.int64());
    else if (number === 5 && type === WireType.LengthDelimited) summary(reader.bytes(), scalars);
    else return false;
    return true;
  });
  return { step, scalars };
}

function summary(message: Uint8Array, scalars: [string, number][]): void {
  forEachField(message, ({ number, type, reader }) => {
    if (number !== 1 || type !== WireType.LengthDelimited) return false;
    const scalar = summaryValue(reader.bytes());
    if (scalar) scalars.push(scalar);
    return true;
  });
}

/** `Summary.Value`: 1 tag, 2 simple_value (torch, tensorboardX, TF 1), 8 tensor (TF 2). */
function summaryValue(message: Uint8Array): [string, number] | null {
  let tag: string | null = null;
  let value: number | undefined;
  forEachField(message, ({ number, type, reader }) => {
    if (number === 1 && type === WireType.LengthDelimited) tag = utf8.decode(reader.bytes());
    else if (number === 2 && type === WireType.Bit32) value = reader.float();
    else if (number === 8 && type === WireType.LengthDelimited) value = tensorScalar(reader.bytes());
    else return false;
    return true;
  });
  return tag === null || value === undefined ? null : [tag, value];
}
