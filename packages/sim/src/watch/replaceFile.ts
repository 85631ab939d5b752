import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Replaces a file as a whole: who reads it sees the old content or the new, never a part. Throws what the file system says,
 * with the old content left as it was.
 */
export function replaceFile(path: string, content: string): void {
  const next = `${path}.${process.pid}.tmp`;
  try {
    writeFileSync(next, content);
    renameSync(next, path);
  } catch (error) {
    rmSync(next, { force: true });
    throw error;
  }
}
