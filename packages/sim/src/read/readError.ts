import { failed, type Result } from '../result.js';
import type { ReadError } from './reader.js';

/** A file that could not be read, as a value. */
export function readError(
  file: string,
  message: string,
  advice: string,
  line: number | null = null,
): Result<never, ReadError> {
  return failed({ file, line, message, advice });
}
