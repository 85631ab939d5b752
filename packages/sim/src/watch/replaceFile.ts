import { constants, lstatSync, renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Replaces a file as a whole: who reads it sees the old content or the new, never a part. Throws what the file system says,
 * with the old content left as it was. A device or a pipe is written to, where somebody reads it, and never replaced.
 */
export function replaceFile(path: string, content: string): void {
  const there = lstatSync(path, { throwIfNoEntry: false });
  if (there && !there.isFile() && !there.isSymbolicLink()) {
    const flag = (constants.O_WRONLY | constants.O_NONBLOCK) as unknown as string;
    writeFileSync(path, content, { flag });
    return;
  }
  const next = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(next, content);
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}
