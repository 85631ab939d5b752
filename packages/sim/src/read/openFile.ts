import { constants, createReadStream, type Stats } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Bytes } from './reader.js';

/** Milliseconds after which nothing is expected to write to a named pipe any more. */
const patience = 10_000;

/** Why a path that is no folder has no bytes to read, and what to do; null where it may have some. */
export function whyNoFile(found: Stats): readonly [message: string, advice: string] | null {
  if (found.isCharacterDevice() || found.isBlockDevice())
    return ['a device, not a file', 'use the file that the log was written to, or - for standard input'];
  return found.isSocket() ? ['a socket, not a file', 'use the file that the log was written to'] : null;
}

/** The bytes of a file. */
export const openFile = (path: string): Bytes => createReadStream(path, { highWaterMark: 1 << 20 });

/** The bytes of a named pipe; null where nothing opens it to write within a while. */
export async function openPipe(path: string, wait = patience): Promise<Bytes | null> {
  const stream = createReadStream(path, { highWaterMark: 1 << 20 });
  const isOpen = await new Promise<boolean>((resolve, reject) => {
    const timer = setTimeout(() => resolve(false), wait);
    stream.once('open', () => {
      clearTimeout(timer);
      resolve(true);
    });
    stream.once('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
  });
  if (isOpen) return stream;
  // The system still waits for a writer: this one ends it.
  stream.destroy();
  await open(path, constants.O_WRONLY | constants.O_NONBLOCK).then(
    (writer) => writer.close(),
    () => undefined,
  );
  return null;
}
