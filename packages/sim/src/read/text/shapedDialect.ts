import type { LineTaker } from '../lines.js';
import type { Span } from '../shapes/places.js';
import { type Said, ShapedLines } from '../shapes/shapedLines.js';
import { labelSpan } from './ranks.js';
import { spanIf } from './scan.js';
import type { TextLog } from './textLog.js';

/** What a dialect finds in a line, apart from its numbers. */
export interface LineSays<What> {
  /** See LineReading. */
  says(line: string): Said<What> | null | undefined;
  tell(what: What, numbers: Float64Array): void;
}

/** The parser of a dialect that looks at lines one by one and is spared lines of a shape that it has seen. */
export function shapedDialect<What>(log: TextLog, { says, tell }: LineSays<What>): LineTaker {
  return new ShapedLines<What>({
    says,
    tell(what, numbers, label) {
      log.label = label;
      tell(what, numbers);
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
): Said<What> {
  const [x, y] = [spanIf(line, step), spanIf(line, loss)];
  return x && y
    ? { what, spans: [x, y, ...more.map((span) => spanIf(line, span))] }
    : { what: torn, spans: [] };
}
