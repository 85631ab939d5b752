import type { Bytes } from '../reader.js';

/** A file of a folder, from a disk or dropped on a page. */
export interface FolderFile {
  /** Path below the folder, with `/`. */
  readonly path: string;
  open(): Bytes;
}

/** The folder part of a path, '' for a file right in the folder. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0));
}
