import crc32 from 'crc-32';
import { concat } from '../bytes.js';
import type { Bytes } from '../reader.js';
import { ByteQueue } from './byteQueue.js';

const blockSize = 32_768;
const headerSize = 7;
const largestRecord = 1 << 28;

const FULL = 1;
const FIRST = 2;
const LAST = 4;

/** W&B's checksum: plain CRC-32 over the type and the data. */
export function recordCrc(type: number, data: Uint8Array): number {
  return crc32.buf(data, crc32.buf([type])) >>> 0;
}

/**
 * Visits the records of a LevelDB log: blocks of 32 KiB, in them chunks `crc u32 | length u16 | type u8 | data`; a record
 * is one full chunk, or a first, middle ones and a last. Returns what is wrong at the end, or null.
 */
export async function forEachLogRecord(
  bytes: Bytes,
  fileHeader: number,
  visit: (record: Uint8Array) => void,
): Promise<string | null> {
  const queue = new ByteQueue(bytes);
  try {
    await queue.take(fileHeader);
    let at = fileHeader;
    let parts: Uint8Array[] | null = null;
    let size = 0;
    // Another writer may use another checksum: where even the first one differs, it is not checked.
    let checks: boolean | null = null;
    for (;;) {
      const left = blockSize - (at % blockSize);
      if (left < headerSize) {
        if ((await queue.take(left)).length < left)
          return parts ? 'cut short within a record: read up to there' : null;
        at += left;
        continue;
      }
      const head = await queue.take(headerSize);
      if (head.length === 0) return parts ? 'cut short within a record: read up to there' : null;
      if (head.length < headerSize) return 'cut short within a record: read up to there';
      const view = new DataView(head.buffer, head.byteOffset, headerSize);
      const [crc, length, type] = [view.getUint32(0, true), view.getUint16(4, true), view.getUint8(6)];
      if (type < FULL || type > LAST || length > left - headerSize) return 'damaged: read up to there';
      const data = await queue.take(length);
      if (data.length < length) return 'cut short within a record: read up to there';
      at += headerSize + length;
      const matches = crc === recordCrc(type, data);
      checks ??= matches;
      if (checks && !matches) return 'a wrong checksum: read up to there';
      if (type === FULL || type === FIRST) [parts, size] = [[], 0];
      size += length;
      if (size > largestRecord) return 'damaged: read up to there';
      parts?.push(data.slice());
      if (parts && (type === FULL || type === LAST)) {
        visit(concat(parts));
        parts = null;
      }
    }
  } finally {
    await queue.close();
  }
}
