import type { Writer } from './writer.js';

const recordsAPiece = 2000;

/**
 * A TensorBoard event file with the scalars `loss` and `learning_rate`, as PyTorch writes them: 32-bit floats. The
 * log knows no times, so all events are at time 0; TensorBoard's axis STEP is the one to look at.
 */
export const eventsWriter: Writer = {
  format: 'tensorboard',
  extension: '.tfevents',
  description: 'a TensorBoard event file with the tags loss and learning_rate (if known)',
  async *write({ steps, losses, learningRates }) {
    const odd = steps.find((step) => !Number.isSafeInteger(step));
    if (odd !== undefined) throw new RangeError(`invalid step: ${odd} (an event file counts whole steps)`);
    const [{ BinaryWriter, WireType }, { maskedCrc }, { concat }] = await Promise.all([
      import('@bufbuild/protobuf/wire'),
      import('../read/binary/tfRecord.js'),
      import('../read/bytes.js'),
    ]);
    const event = () => new BinaryWriter().tag(1, WireType.Bit64).double(0);
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
    const record = (payload: Uint8Array) => {
      const framed = new Uint8Array(payload.length + 16);
      const view = new DataView(framed.buffer);
      view.setUint32(0, payload.length, true);
      view.setUint32(8, maskedCrc(framed.subarray(0, 8)), true);
      framed.set(payload, 12);
      view.setUint32(12 + payload.length, maskedCrc(payload), true);
      return framed;
    };
    let pieces = [record(event().tag(3, WireType.LengthDelimited).string('brain.Event:2').finish())];
    for (let i = 0; i < steps.length; i++) {
      const rate = learningRates ? learningRates[i]! : NaN;
      const values = [scalar('loss', losses[i]!)];
      if (!Number.isNaN(rate)) values.push(scalar('learning_rate', rate));
      const summary = concat(values);
      const at = event().tag(2, WireType.Varint).int64(steps[i]!);
      pieces.push(record(at.tag(5, WireType.LengthDelimited).bytes(summary).finish()));
      if (pieces.length < recordsAPiece) continue;
      yield concat(pieces);
      pieces = [];
    }
    if (pieces.length > 0) yield concat(pieces);
  },
};
