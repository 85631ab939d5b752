import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { whyUnread } from './fileErrors.js';
import type { FolderFile } from './folder/folderFile.js';
import { readFolder } from './folder/readFolder.js';
import { readError } from './readError.js';
import type { ReadOptions, ReadResult } from './reader.js';
import { readTrace } from './readTrace.js';

/**
 * Reads the training-loss curves of a log file, or of a folder with one; `-` is standard input. The only place that touches the file
 * system. Never rejects: a missing file is a ReadError, too.
 */
export async function readFile(path: string, options: ReadOptions = {}): Promise<ReadResult> {
  try {
    if (path === '-') return await readTrace(path, process.stdin, options);
    const found = await stat(path);
    if (found.isDirectory()) {
      const { files, skipped } = await listFolder(path);
      if (files.length === 0 && skipped > 0)
        return readError(
          path,
          `a folder without files of its own: links, and folders ${deepest} levels down, are not followed`,
          'name the log itself, or the folder that it is in',
        );
      return await readFolder(path, files, options);
    }
    return await readTrace(path, open(path), options);
  } catch (error) {
    return readError(path, ...whyUnread(error));
  }
}

const open = (path: string) => createReadStream(path, { highWaterMark: 1 << 20 });

const deepest = 8;
const mostEntries = 20_000;

/** The files below a folder. Links are not followed: they may lead out of what was asked for. */
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
      else if (entry.isFile()) files.push({ path, open: () => open(join(root, path)) });
      else skipped++;
    }
  }
  return { files, skipped };
}
