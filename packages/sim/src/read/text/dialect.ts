import type { LineTaker } from '../lines.js';
import { labelOf } from './ranks.js';
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
  parser(log: TextLog): LineParser | LineTaker;
}

/** No trainer prints a progress line as long as this; what comes after is not looked at. */
const longest = 16_384;

/** A parser that is spared the rest of absurdly long lines. */
export function boundedParser(dialect: Dialect, log: TextLog): LineTaker {
  const parser = dialect.parser(log);
  const isFunction = typeof parser === 'function';
  const taker = isFunction ? { line: parser } : parser;
  const line = (whole: string, number: number) => {
    const start = whole.length > longest ? whole.slice(0, longest) : whole;
    if (isFunction) log.label = labelOf(start);
    taker.line(start, number);
  };
  return taker.takeBytes
    ? { line, takeBytes: (bytes, from, to) => taker.takeBytes!(bytes, from, to) }
    : { line };
}
