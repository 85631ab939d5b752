import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
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
 * Reads the training-loss curves of a log file; `-` is standard input. The only place that touches the file
 * system. Never rejects: a missing file is a ReadError, too.
 */
export async function readFile(path: string, options: ReadOptions = {}): Promise<ReadResult> {
  try {
    if (path === '-') return await readTrace(path, process.stdin, options);
    const found = await stat(path);
    if (found.isDirectory()) return readError(path, 'a directory, not a log', 'name the log file inside it');
    return await readTrace(path, createReadStream(path, { highWaterMark: 1 << 20 }), options);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException | null)?.code ?? '';
    const [message, advice] = reasons[code] ?? [
      `could not be read (${code || String(error)})`,
      'check the path',
    ];
    return readError(path, message, advice);
  }
}
