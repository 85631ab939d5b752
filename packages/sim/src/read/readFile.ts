import { stat } from 'node:fs/promises';
import { ok } from '../result.js';
import { whyUnread } from './fileErrors.js';
import { readFolder } from './folder/readFolder.js';
import { hparamsNote } from './hparamsNote.js';
import { deepest, listFolder } from './listFolder.js';
import { openFile, openPipe, whyNoFile } from './openFile.js';
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
    const hopeless = whyNoFile(found);
    if (hopeless) return readError(path, ...hopeless);
    const bytes = found.isFIFO() ? await openPipe(path) : openFile(path);
    if (bytes) return await withHparams(path, await readTrace(path, bytes, options));
    return readError(
      path,
      'a pipe that nothing writes to: waited 10 seconds',
      'start what writes to it first',
    );
  } catch (error) {
    return readError(path, ...whyUnread(error));
  }
}

/** A log without rates may stand beside a file that names the base rate. */
async function withHparams(path: string, result: ReadResult): Promise<ReadResult> {
  if (!result.ok || result.value.segments.some(({ learningRates }) => learningRates !== null)) return result;
  const note = await hparamsNote(path);
  return note === null ? result : ok({ ...result.value, notes: [...result.value.notes, note] });
}
