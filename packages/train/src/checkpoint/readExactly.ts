import type { FileHandle } from 'node:fs/promises';

/** Large tensors need several reads, because one read takes at most 2 GiB. */
const mostAtOnce = 1 << 30;

/**
 * The `length` bytes of a file from `position` on.
 *
 * @throws what `damaged` makes of the problem where the file ends too early or cannot be read
 */
export async function readExactly(
  file: FileHandle,
  position: number,
  length: number,
  damaged: (problem: string) => Error,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const most = Math.min(length - done, mostAtOnce);
    const { bytesRead } = await file.read(bytes, done, most, position + done).catch((error: Error) => {
      throw damaged(`cannot be read (${error.message})`);
    });
    if (bytesRead === 0) throw damaged('ends too early');
    done += bytesRead;
  }
  return bytes;
}
