import type { ReadOptions, ReadResult } from '../read/reader.js';
import { readFile } from '../read/readFile.js';
import type { Trace } from '../trace.js';
import { Failure } from './failure.js';
import { type ReadFlags, readErrorLine, readFailure, toReadOptions } from './readOptions.js';

/** A log that a command was given, or found in a folder. */
export interface LogSource {
  readonly file: string;
  read(options: ReadOptions): Promise<ReadResult>;
}

/** The log at a path. */
export const logAt = (file: string): LogSource => ({ file, read: (options) => readFile(file, options) });

/** The log that a command works on: one whose loss is in doubt is refused until the user names it. */
export async function readLog(log: string | LogSource, flags: ReadFlags): Promise<Trace> {
  const { file, read } = typeof log === 'string' ? logAt(log) : log;
  const result = await read(toReadOptions(flags));
  if (!result.ok) throw readFailure(result.problem);
  const { doubt } = result.value;
  if (doubt !== undefined)
    throw new Failure(
      readErrorLine({ file, line: null, message: doubt, advice: 'say which one with --loss NAME' }),
      1,
    );
  return result.value;
}
