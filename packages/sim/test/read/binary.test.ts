import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import { describe, expect, it } from 'vitest';
import { recordCrc } from '../../src/read/binary/levelDbLog.js';
import { maskedCrc } from '../../src/read/binary/tfRecord.js';
import { concat } from '../../src/read/bytes.js';
import { curves, errorOf, traceOf } from './readText.js';

const message = (number: number, content: Uint8Array) =>
  new BinaryWriter().tag(number, WireType.LengthDelimited).bytes(content).finish();
const text = (number: number, value: string) => message(number, new TextEncoder().encode(value));
const varint = (number: number, value: number) =>
  new BinaryWriter().tag(number, WireType.Varint).int64(value).finish();
const float = (number: number, value: number) =>
  new BinaryWriter().tag(number, WireType.Bit32).float(value).finish();

function tfRecord(payload: Uint8Array): Uint8Array {
  const length = new Uint8Array(8);
  new DataView(length.buffer).setUint32(0, payload.length, true);
  const crc = (bytes: Uint8Array) => {
    const four = new Uint8Array(4);
    new DataView(four.buffer).setUint32(0, maskedCrc(bytes), true);
    return four;
  };
  return concat([length, crc(length), payload, crc(payload)]);
}

const time = new BinaryWriter().tag(1, WireType.Bit64).double(1.7e9).finish();
const version = tfRecord(concat([time, text(3, 'brain.Event:2')]));
const event = (step: number, ...values: Uint8Array[]) =>
  tfRecord(
    concat([
      time,
      ...(step === 0 ? [] : [varint(2, step)]),
      message(5, concat(values.map((v) => message(1, v)))),
    ]),
  );
const simple = (tag: string, value: number) => concat([text(1, tag), float(2, value)]);
const metadata = message(9, message(1, text(1, 'scalars')));
const tensor = (tag: string, proto: Uint8Array) => concat([text(1, tag), message(8, proto), metadata]);
const bytesOfFloat = (value: number) => new Uint8Array(Float32Array.of(value).buffer);
const bytesOfDouble = (value: number) => new Uint8Array(Float64Array.of(value).buffer);

describe('TensorBoard', () => {
  it('knows the published value of CRC-32C', () => {
    // RFC 3720, B.4: CRC-32C of 32 zero bytes is 0x8a9136aa; masked as TensorFlow does it.
    const crc = 0x8a9136aa;
    expect(maskedCrc(new Uint8Array(32))).toBe((((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0);
  });

  it('reads simple values, several in an event or one, and joins the rate of the same step', async () => {
    const trace = await traceOf(
      concat([
        version,
        event(0, simple('Loss/Validation', 9), simple('Loss/Train', 2.5)),
        event(0, simple('loss/learning_rate', 0.5)),
        event(10, simple('Loss/Train', 2.25)),
        event(10, simple('loss/learning_rate', 0.25)),
        event(10, simple('lm loss vs samples', 7), simple('scale/loss scale', 1)),
      ]),
    );
    expect([trace.format, trace.lossName, trace.otherLosses]).toEqual([
      'tensorboard',
      'Loss/Train',
      ['Loss/Validation'],
    ]);
    expect(curves(trace)).toEqual([{ steps: [0, 10], losses: [2.5, 2.25], rates: [0.5, 0.25] }]);
  });

  it('reads events without their version in front, as CatBoost writes them', async () => {
    const trace = await traceOf(
      concat([event(0, simple('train_loss', 2.5)), event(1, simple('train_loss', 2))]),
    );
    expect([trace.format, curves(trace)[0]!.losses]).toEqual(['tensorboard', [2.5, 2]]);
  });

  it('reads tensors of one float or double, as TensorFlow 2 writes them, and no others', async () => {
    const scalar = (content: Uint8Array) =>
      concat([varint(1, 1), message(2, new Uint8Array(0)), message(4, content)]);
    const trace = await traceOf(
      concat([
        version,
        event(1, tensor('Loss/total_loss', scalar(bytesOfFloat(2.5)))),
        event(2, tensor('Loss/total_loss', concat([varint(1, 1), message(5, bytesOfFloat(2.25))]))),
        event(3, tensor('Loss/total_loss', concat([varint(1, 2), message(6, bytesOfDouble(0.1))]))),
        event(4, tensor('Loss/total_loss', concat([varint(1, 1), float(5, 1.5)]))),
        // A text, and a vector of two numbers.
        event(5, tensor('Loss/total_loss', concat([varint(1, 7), text(8, 'loss')]))),
        event(
          6,
          tensor(
            'Loss/total_loss',
            concat([varint(1, 1), message(2, message(2, varint(1, 2))), message(4, new Uint8Array(8))]),
          ),
        ),
      ]),
    );
    expect(curves(trace)).toEqual([{ steps: [1, 2, 3, 4], losses: [2.5, 2.25, 0.1, 1.5], rates: null }]);
  });

  it('keeps what comes before a record that is cut short or damaged', async () => {
    const whole = concat([version, ...[1, 2, 3].map((i) => event(i, simple('loss', i)))]);
    const cut = await traceOf(whole.subarray(0, whole.length - 3));
    expect(curves(cut)[0]!.steps).toEqual([1, 2]);
    expect(cut.notes).toEqual(['cut short within record 3: read up to there']);
    const flipped = whole.slice();
    flipped[whole.length - 6]! ^= 1;
    const damaged = await traceOf(flipped);
    expect(curves(damaged)[0]!.steps).toEqual([1, 2]);
    expect(damaged.notes).toEqual(['the checksum of record 3 is wrong: read up to there']);
  });

  it('says that there are no scalars, or none of the training', async () => {
    expect((await errorOf(version)).message).toMatch(/only its header/);
    expect((await errorOf(concat([version, event(1, simple('val/loss', 1))]))).message).toMatch(
      /only validation losses/,
    );
    expect(
      (await errorOf(concat([version, event(1, simple('loss', 1))]), { loss: 'nope' })).advice,
    ).toContain('loss');
  });
});

/** A LevelDB log: chunks never cross a block, a rest too small for a header is zeros. */
function levelDb(records: readonly Uint8Array[]): Uint8Array {
  const parts: Uint8Array[] = [new TextEncoder().encode(':W&B'), Uint8Array.of(0xe1, 0xbe, 0)];
  let at = 7;
  for (const record of records) {
    for (let from = 0, first = true; first || from < record.length; first = false) {
      const left = 32_768 - (at % 32_768);
      if (left < 7) {
        parts.push(new Uint8Array(left));
        at += left;
        first = from === 0;
        if (!first) first = false;
      }
      const room = 32_768 - (at % 32_768) - 7;
      const data = record.slice(from, from + room);
      const last = from + data.length === record.length;
      const type = from === 0 ? (last ? 1 : 2) : last ? 4 : 3;
      const head = new Uint8Array(7);
      const view = new DataView(head.buffer);
      view.setUint32(0, recordCrc(type, data), true);
      view.setUint16(4, data.length, true);
      view.setUint8(6, type);
      parts.push(head, data);
      at += 7 + data.length;
      from += data.length;
    }
  }
  return concat(parts);
}

const history = (step: number, items: Readonly<Record<string, string>>) =>
  message(
    2,
    concat([
      ...Object.entries(items).map(([key, json]) => message(1, concat([text(2, key), text(16, json)]))),
      message(2, varint(1, step)),
    ]),
  );
const output = (size: number) => message(6, new Uint8Array(size));

describe('W&B', () => {
  it("checks W&B's own sums", () => {
    // zlib.crc32(b'123456789'), the check value of CRC-32, with the 1 as the type.
    expect(recordCrc(0x31, new TextEncoder().encode('23456789'))).toBe(0xcbf43926);
  });

  it('reads the history between other records, some over several blocks', async () => {
    const trace = await traceOf(
      levelDb([
        output(100),
        history(0, { 'train/loss': '2.5', lr: '3e-06', iter: '0' }),
        output(70_000),
        history(1, { 'train/loss': '"NaN"', lr: '2e-06', iter: '10' }),
        history(2, { 'val/loss': '9', media: '{"_type": "html-file"}', iter: '10' }),
        output(32_768 * 2),
        history(3, { 'train/loss': '2.25', lr: '1e-06', iter: '20' }),
      ]),
    );
    expect([trace.format, trace.lossName]).toEqual(['wandb', 'train/loss']);
    expect(curves(trace)).toEqual([
      { steps: [0, 10, 20], losses: [2.5, NaN, 2.25], rates: [3e-6, 2e-6, 1e-6] },
    ]);
  });

  it('falls back on the count of log calls', async () => {
    const trace = await traceOf(levelDb([history(0, { loss: '2.5' }), history(4, { loss: '2.25' })]));
    expect(curves(trace)[0]!.steps).toEqual([0, 4]);
  });

  it('ends where a block ends, in padding too small for another record', { timeout: 5000 }, async () => {
    const first = history(0, { loss: '2.5' });
    const log = levelDb([first, output(32_768 - 7 - 7 - first.length - 7 - 4 - 4)]);
    expect(32_768 - log.length).toBeGreaterThan(0);
    expect(32_768 - log.length).toBeLessThan(7);
    expect(curves(await traceOf(log))[0]!.steps).toEqual([0]);
    expect(curves(await traceOf(concat([log, new Uint8Array(32_768 - log.length)])))[0]!.steps).toEqual([0]);
  });

  it('keeps what comes before a cut or a wrong checksum', async () => {
    const whole = levelDb([1, 2, 3].map((i) => history(i, { loss: `${i}` })));
    expect(curves(await traceOf(whole.subarray(0, whole.length - 1)))[0]!.steps).toEqual([1, 2]);
    const flipped = whole.slice();
    flipped[whole.length - 1]! ^= 1;
    const trace = await traceOf(flipped);
    expect(curves(trace)[0]!.steps).toEqual([1, 2]);
    expect(trace.notes).toEqual(['a wrong checksum: read up to there']);
    expect((await errorOf(levelDb([output(9)]))).message).toBe('this W&B file has no history');
  });
});

describe('Parquet', () => {
  it('says that a file is damaged', async () => {
    expect((await errorOf('PAR1 and then nothing of use PAR1')).message).toMatch(/^a damaged Parquet file: /);
  });
});
