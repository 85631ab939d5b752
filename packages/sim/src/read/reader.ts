import type { Either } from 'fp-ts/lib/Either.js';
import type { Trace } from '../trace.js';

/** Why a log could not be read, in a form that makes one clear line: `file:line: message; advice`. */
export interface ReadError {
  readonly file: string;
  /** Line number from 1, where one line is to blame. */
  readonly line: number | null;
  readonly message: string;
  /** What to do about it. */
  readonly advice: string;
}

/** What the user may say about a log; everything else is found out. */
export interface ReadOptions {
  /** Name of the reader, instead of detection by content. */
  readonly format?: string;
  /** Column, key or tag of the training loss. */
  readonly loss?: string;
  /** Column, key or tag of the learning rate. */
  readonly learningRate?: string;
  /** Column, key or tag of the step. */
  readonly step?: string;
  /** Run to keep, where one file holds several named ones. */
  readonly run?: string;
}

/** The bytes of a log, in pieces of any size: a file, standard input, or a file dropped on a page. */
export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export type ReadResult = Either<ReadError, Trace>;

/** One log format. A reader never throws for what a log holds. */
export interface Reader {
  readonly format: string;
  /** One line for `--help` and the docs: what writes such logs. */
  readonly description: string;
  /** How sure the reader is, from the first bytes (up to 64 KiB or more): 0 is no, 1 is certain. */
  detect(head: Uint8Array): number;
  read(file: string, bytes: Bytes, options: ReadOptions): Promise<ReadResult>;
}
