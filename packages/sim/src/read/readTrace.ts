import { ok } from '../result.js';
import { peek } from './bytes.js';
import { whyUnread } from './fileErrors.js';
import { type GunzipReport, gunzip, isGzip } from './gunzip.js';
import { readError } from './readError.js';
import type { Bytes, ReadOptions, ReadResult } from './reader.js';
import { detectReader, readers } from './registry.js';
import { whyUnreadable, whyUnrecognised } from './unreadable.js';
import { utf8FromUtf16, utf16Order } from './utf16.js';

const headSize = 1 << 16;

/**
 * Reads the training-loss curves of a log, whatever wrote it: the format is found out from the content unless
 * `options.format` names it, gzip is unpacked, UTF-16 decoded. Knows no file system, so `bytes` may also come
 * from a browser. Never rejects: what goes wrong is a ReadError that says what to do.
 */
export async function readTrace(file: string, bytes: Bytes, options: ReadOptions = {}): Promise<ReadResult> {
  try {
    return withRun(file, await readDecoded(file, bytes, options, 1), options);
  } catch (error) {
    return readError(file, ...whyUnread(error));
  }
}

async function readDecoded(
  file: string,
  bytes: Bytes,
  options: ReadOptions,
  layers: number,
): Promise<ReadResult> {
  const { head, all } = await peek(bytes, headSize);
  if (isGzip(head) && layers > 0) {
    const report: GunzipReport = { problem: null };
    return withNote(await readDecoded(file, gunzip(all, report), options, layers - 1), report);
  }
  const order = utf16Order(head);
  if (order && layers >= 0) return readDecoded(file, utf8FromUtf16(all, order), options, -1);

  const hopeless = whyUnreadable(head);
  if (hopeless) return readError(file, hopeless.message, hopeless.advice);
  if (options.format === undefined) {
    const reader = detectReader(head);
    if (reader) return reader.read(file, all, options);
    const { message, advice } = whyUnrecognised(head);
    return readError(file, message, advice);
  }
  const reader = readers.find(({ format }) => format === options.format);
  if (reader) return reader.read(file, all, options);
  const known = readers.map(({ format }) => format).join(', ');
  return readError(file, `unknown format: ${options.format}`, `use one of ${known}`);
}

/** A run that was asked for must be there. */
function withRun(file: string, result: ReadResult, { run }: ReadOptions): ReadResult {
  if (run === undefined || !result.ok) return result;
  return result.value.segments.some((segment) => segment.run === run)
    ? result
    : readError(
        file,
        `there is no run called '${run}'`,
        'this log names no runs; --segment picks one by its number',
      );
}

function withNote(result: ReadResult, { problem }: GunzipReport): ReadResult {
  if (problem === null || !result.ok) return result;
  return ok({ ...result.value, notes: [...result.value.notes, problem] });
}
