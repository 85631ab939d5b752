import { isLeft } from 'fp-ts/lib/Either.js';
import { readFile } from '../read/readFile.js';
import type { Trace } from '../trace.js';
import { Failure } from './failure.js';
import { type ReadFlags, readErrorLine, readFailure, toReadOptions } from './readOptions.js';

/** The log that a command works on: one whose loss is in doubt is refused until the user names it. */
export async function readLog(file: string, flags: ReadFlags): Promise<Trace> {
  const result = await readFile(file, toReadOptions(flags));
  if (isLeft(result)) throw readFailure(result.left);
  const { doubt } = result.right;
  if (doubt !== undefined)
    throw new Failure(
      readErrorLine({ file, line: null, message: doubt, advice: 'say which one with --loss NAME' }),
      1,
    );
  return result.right;
}
