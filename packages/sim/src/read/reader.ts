import type { Result } from '../result.js';
import type { Trace } from '../trace.js';
import type { ColumnOptions, Frame } from './frame.js';
import type { SegmentBuilder } from './segmentBuilder.js';

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
export interface ReadOptions extends ColumnOptions {
  /** Name of the reader, instead of detection by content. */
  readonly format?: string;
  /** Run to keep, where one file holds several named ones. */
  readonly run?: string;
  /** Takes records away while the log is read, for one that still grows. */
  readonly tap?: Tap;
}

/** Takes what a reader finds as it finds it; what was taken is in no trace. */
export interface Tap {
  /** A row of a table is complete: the frame's current one. The tap may empty the frame's columns. */
  row(frame: Frame): void;
  /** What collects the records of a text log. */
  builder(): SegmentBuilder;
  /** The log says for how many iterations the run is planned. */
  plan(steps: number): void;
}

/** The bytes of a log, in pieces of any size: a file, standard input, or a file dropped on a page. */
export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

export type ReadResult = Result<Trace, ReadError>;

/** One log format. A reader never throws for what a log holds. */
export interface Reader {
  readonly format: string;
  /** One line for `--help` and the docs: what writes such logs. */
  readonly description: string;
  /** How sure the reader is, from the first bytes (up to 64 KiB or more): 0 is no, 1 is certain. */
  detect(head: Uint8Array): number;
  read(file: string, bytes: Bytes, options: ReadOptions): Promise<ReadResult>;
}
