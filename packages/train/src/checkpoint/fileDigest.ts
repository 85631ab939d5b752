import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { Worker } from 'node:worker_threads';
import { openPlain } from '../plainFile.js';
import { workerScript } from '../threads/workerScript.js';

export interface FileDigest {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Smaller files take less time than a thread needs to start. */
const large = 1 << 25;

/** Size and SHA-256 of a file. A large one is read in a thread of its own, because training would wait for it. */
export async function fileDigest(path: string): Promise<FileDigest> {
  const { file, size } = await openPlain(path);
  await file.close();
  if (size < large) return digest(path);
  const thread = new Worker(workerScript('./digestThread', import.meta.url), { workerData: path });
  // Rejects with the thread's error.
  const [found] = await once(thread, 'message');
  return found as FileDigest;
}

/** The same in this thread, read in pieces. */
export async function digest(path: string): Promise<FileDigest> {
  const hash = createHash('sha256');
  let bytes = 0;
  const { file } = await openPlain(path);
  await pipeline(file.createReadStream({ highWaterMark: 1 << 20 }), async (pieces: AsyncIterable<Buffer>) => {
    for await (const piece of pieces) {
      hash.update(piece);
      bytes += piece.length;
    }
  });
  return { bytes, sha256: hash.digest('hex') };
}
