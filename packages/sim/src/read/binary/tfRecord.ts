import crc32c from 'crc-32/crc32c.js';
import type { Bytes } from '../reader.js';
import { ByteQueue } from './byteQueue.js';

/** A record larger than this is damage: an event with a big image or graph stays far below. */
export const largestRecord = 1 << 30;

/** TensorFlow stores checksums rotated and shifted, lest the checksum of a file with checksums be weak. */
export function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c.buf(bytes) >>> 0;
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/**
 * Visits the payload of every TFRecord: `length u64 | crc | payload | crc`, CRC-32C. Returns what is wrong at the end
 * of the file: a record cut short, as a run that is killed leaves it, or a wrong checksum, after which nothing can
 * be trusted; null when all is well.
 */
export async function forEachRecord(
  bytes: Bytes,
  visit: (payload: Uint8Array) => void,
): Promise<string | null> {
  const queue = new ByteQueue(bytes);
  try {
    for (let record = 0; ; record++) {
      const head = queue.takeBuffered(12) ?? (await queue.take(12));
      if (head.length === 0) return null;
      if (head.length < 12) return `cut short within record ${record}: read up to there`;
      const view = new DataView(head.buffer, head.byteOffset, 12);
      const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
      if (view.getUint32(8, true) !== maskedCrc(head.subarray(0, 8)) || length > largestRecord) {
        return `the length of record ${record} is damaged: read up to there`;
      }
      const body = queue.takeBuffered(length + 4) ?? (await queue.take(length + 4));
      if (body.length < length + 4) return `cut short within record ${record}: read up to there`;
      const payload = body.subarray(0, length);
      const crc = new DataView(body.buffer, body.byteOffset + length, 4).getUint32(0, true);
      if (crc !== maskedCrc(payload)) return `the checksum of record ${record} is wrong: read up to there`;
      visit(payload);
    }
  } finally {
    await queue.close();
  }
}
