import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderFile } from './folder/folderFile.js';
import { readFolder } from './folder/readFolder.js';
import { readError } from './readError.js';
import type { ReadOptions, ReadResult } from './reader.js';
import { readTrace } from './readTrace.js';

const reasons: Readonly<Record<string, readonly [message: string, advice: string]>> = {
  ENOENT: ['no such file', 'check the path'],
  EACCES: ['no permission to read it', 'check the permissions of the file and its folder'],
  EPERM: ['no permission to read it', 'check the permissions of the file and its folder'],
  ENOTDIR: ['no such file: a part of the path is a file', 'check the path'],
  ELOOP: ['a link that points to itself', 'check the path'],
  ENAMETOOLONG: ['the path is too long', 'check the path'],
};

/**
 * Reads the training-loss curves of a log file, or of a folder with one; `-` is standard input. The only place that touches the file
 * system. Never rejects: a missing file is a ReadError, too.
 */
export async function readFile(path: string, options: ReadOptions = {}): Promise<ReadResult> {
  try {
    if (path === '-') return await readTrace(path, process.stdin, options);
    const found = await stat(path);
    if (found.isDirectory()) return await readFolder(path, await listFolder(path), options);
    return await readTrace(path, open(path), options);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
    const [message, advice] = reasons[code] ?? [
      `could not be read (${code || String(error)})`,
      'check the path',
    ];
    return readError(path, message, advice);
  }
}

const open = (path: string) => createReadStream(path, { highWaterMark: 1 << 20 });

const deepest = 8;
const mostEntries = 20_000;

/** The files below a folder. Links are not followed: they may lead out of what was asked for. */
async function listFolder(root: string): Promise<FolderFile[]> {
  const files: FolderFile[] = [];
  const queue: [relative: string, depth: number][] = [['', 0]];
  let entries = 0;
  for (let next = queue.shift(); next; next = queue.shift()) {
    const [relative, depth] = next;
    for (const entry of await readdir(join(root, relative), { withFileTypes: true })) {
      if (++entries > mostEntries) return files;
      const path = relative === '' ? entry.name : `${relative}/${entry.name}`;
      if (entry.isDirectory() && depth < deepest) queue.push([path, depth + 1]);
      else if (entry.isFile()) files.push({ path, open: () => open(join(root, path)) });
    }
  }
  return files;
}
