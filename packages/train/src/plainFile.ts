import { constants, type Stats } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { BadInput } from './badInput.js';

/** Opens without blocking: to open a pipe that nobody writes to would wait for a writer. */
export const readOnly = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** More than this Node does not read at once. */
const mostAtOnce = 2 ** 31 - 1;

/**
 * Opens a file that a user or a list names, for reading. A pipe or a device, also behind a link, would wait or never
 * end; it is refused without waiting.
 *
 * @throws BadInput if it is no plain file or cannot be opened
 */
export async function openPlain(path: string): Promise<{ file: FileHandle; size: number }> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, readOnly);
    const found = await file.stat();
    if (found.isFile()) return { file, size: found.size };
    throw notPlain(path, found);
  } catch (error) {
    await file?.close();
    throw unreadable(path, error);
  }
}

/**
 * The bytes of a plain file of at most `most`.
 *
 * @param advice for a file that is larger
 * @throws BadInput as {@link openPlain}, and for a larger file
 */
export async function readPlain(
  path: string,
  most = mostAtOnce,
  advice = 'give a smaller file',
): Promise<Buffer> {
  const { file, size } = await openPlain(path);
  try {
    if (size > most) throw new BadInput(path, `has ${size} bytes`, advice);
    return await file.readFile();
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    await file.close();
  }
}

/** Why something that is there is not read. */
export const notPlain = (path: string, found: Stats): BadInput =>
  found.isDirectory()
    ? new BadInput(path, 'is a folder', 'give a file')
    : new BadInput(path, 'is a pipe or a device', 'give a plain file');

/** A file or folder that the system does not let us read. Trouble of the machine itself is thrown as it is. */
export function unreadable(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'ENOTDIR') return new BadInput(path, 'is not there', 'check the path');
  if (code === 'EACCES' || code === 'EPERM')
    return new BadInput(path, 'may not be read', 'change its permissions');
  if (code === 'EISDIR') return new BadInput(path, 'is a folder', 'give a file');
  if (code === 'ELOOP' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE') {
    return new BadInput(path, 'is no path that can be opened', 'check the path');
  }
  // A socket, or a device without a driver.
  if (code === 'ENXIO' || code === 'ENODEV')
    return new BadInput(path, 'is a pipe or a device', 'give a plain file');
  return error;
}

export async function isThere(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return false;
    throw unreadable(path, error);
  }
}
