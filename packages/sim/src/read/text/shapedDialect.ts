import type { LineTaker } from '../lines.js';
import type { Span } from '../shapes/numberSlots.js';
import { type Parsed, ShapedLines } from '../shapes/shapedLines.js';
import { labelSpan } from './ranks.js';
import { spanIf } from './scan.js';
import type { TextLog } from './textLog.js';

/** What a dialect finds in a line, apart from its numbers. */
export interface DialectReading<What> {
  /** See LineReading. */
  parse(line: string): Parsed<What> | null | undefined;
  accept(what: What, numbers: Float64Array): void;
}

/** The parser of a dialect that looks at lines one by one and is spared lines of a shape that it has seen. */
export function shapedDialect<What>(log: TextLog, { parse, accept }: DialectReading<What>): LineTaker {
  return new ShapedLines<What>({
    parse,
    accept(what, numbers, label) {
      log.label = label;
      accept(what, numbers);
    },
    labelSpan,
  });
}

/** A line with a step, a loss and perhaps a rate, each a number; `torn` where the step or the loss is none. */
export function recordOr<What>(
  line: string,
  what: What,
  torn: What,
  [step, loss, ...more]: readonly (Span | undefined)[],
): Parsed<What> {
  const [x, y] = [spanIf(line, step), spanIf(line, loss)];
  return x && y
    ? { what, spans: [x, y, ...more.map((span) => spanIf(line, span))] }
    : { what: torn, spans: [] };
}
