import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderFile } from './folder/folderFile.js';
import { openFile } from './openFile.js';

/** Levels below a folder that are looked at. */
export const deepest = 8;
const mostEntries = 20_000;

/** The files below a folder, and how much else there is. Links are not followed: they may lead out of what was asked for. */
export async function listFolder(root: string): Promise<{ files: FolderFile[]; skipped: number }> {
  const files: FolderFile[] = [];
  const queue: [relative: string, depth: number][] = [['', 0]];
  let [entries, skipped] = [0, 0];
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [relative, depth] = next;
    for (const entry of await readdir(join(root, relative), { withFileTypes: true })) {
      if (++entries > mostEntries) return { files, skipped };
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory() && depth < deepest) queue.push([path, depth + 1]);
      else if (entry.isFile()) files.push({ path, open: () => openFile(join(root, path)) });
      else skipped++;
    }
  }
  return { files, skipped };
}
