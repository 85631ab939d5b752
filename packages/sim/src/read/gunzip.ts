import { startsWith } from './bytes.js';
import type { Bytes } from './reader.js';

/** Beyond this size, data that shrank more than `mostRatio` times was made to fill a disk, not logged. */
const free = 256 << 20;
const mostRatio = 250;

export function isGzip(head: Uint8Array): boolean {
  return startsWith(head, [0x1f, 0x8b, 0x08]);
}

/** What became of the compressed bytes; complete once they are read. */
export interface GunzipReport {
  problem: string | null;
}

/**
 * Unpacks gzip while it is read. A file cut short ends early, with a note in the report, as does one whose
 * content grows out of all proportion.
 */
export async function* gunzip(bytes: Bytes, report: GunzipReport): AsyncGenerator<Uint8Array> {
  let packed = 0;
  let unpacked = 0;
  const stream = new DecompressionStream('gzip');
  const writer = stream.writable.getWriter();
  const feed = async () => {
    for await (const piece of bytes) {
      packed += piece.length;
      await writer.write(piece as Uint8Array<ArrayBuffer>);
    }
    await writer.close();
  };
  // A failure shows on the reading side, too; here it only must not go unhandled.
  const feeding = feed().catch(() => undefined);
  const reader = stream.readable.getReader();
  try {
    for (;;) {
      const next = await reader.read().catch(() => null);
      if (next === null) {
        report.problem = 'the gzip data is damaged or cut short: read up to there';
        return;
      }
      if (next.done) return;
      unpacked += next.value.length;
      if (unpacked > free && unpacked > packed * mostRatio) {
        report.problem = `the gzip data grows more than ${mostRatio} times: read up to there`;
        return;
      }
      yield next.value;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
    await writer.abort().catch(() => undefined);
    await feeding;
  }
}
