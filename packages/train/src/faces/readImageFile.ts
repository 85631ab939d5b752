import { open } from 'node:fs/promises';
import { BadInput } from '../badInput.js';

/** No image of a data set is larger. */
const mostBytes = 1 << 26;

/** The bytes of an image file. */
export async function readImageFile(path: string): Promise<Uint8Array> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      if (size > mostBytes) throw new BadInput(path, `has ${size} bytes`, 'no image of a face is that large');
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof BadInput) throw error;
    throw unreadable(path, error);
  }
}

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
  return error;
}
