import { type Either, left } from 'fp-ts/lib/Either.js';
import type { ReadError } from './reader.js';

/** A file that could not be read, as a value. */
export function readError(
  file: string,
  message: string,
  advice: string,
  line: number | null = null,
): Either<ReadError, never> {
  return left({ file, line, message, advice });
}
