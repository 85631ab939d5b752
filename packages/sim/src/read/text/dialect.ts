import type { TextLog } from './textLog.js';

/** Looks at one line and tells the log what it says. */
export type LineParser = (line: string) => void;

/** How one kind of trainer prints its progress, a line at a time. */
export interface Dialect {
  readonly format: string;
  readonly description: string;
  /** What the lines call the loss. */
  readonly lossName: string;
  /** A parser for one log: it may remember earlier lines. */
  parser(log: TextLog): LineParser;
}
