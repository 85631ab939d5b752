import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { openPlain } from '../plainFile.js';

/** Size and SHA-256 of a file, read in pieces. */
export async function fileDigest(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const { file } = await openPlain(path);
  await pipeline(file.createReadStream(), async (pieces: AsyncIterable<Buffer>) => {
    for await (const piece of pieces) {
      hash.update(piece);
      bytes += piece.length;
    }
  });
  return { bytes, sha256: hash.digest('hex') };
}
