import { isBinary } from '../bytes.js';
import { sameName } from '../frame.js';
import { forEachLine, headLines } from '../lines.js';
import type { Reader, ReadOptions } from '../reader.js';
import { boundedParser, type Dialect } from './dialect.js';
import { keyValue } from './keyValue.js';
import { TextLog } from './textLog.js';
import { textResult } from './textResult.js';

/** A reader for one dialect of text logs. */
export function textReader(dialect: Dialect): Reader {
  const { format, description, lossName } = dialect;
  return {
    format,
    description,
    detect(head) {
      if (isBinary(head)) return 0;
      const log = new TextLog(lossName);
      const lines = boundedParser(dialect, log);
      headLines(head).forEach((line, i) => {
        lines.line(line, i + 1);
      });
      // With fewer, all dialects read along (anyText): a stray line may fit several.
      return log.points > 2 ? 0.95 : 0;
    },
    async read(file, bytes, options) {
      if (namesAnother(options, lossName)) return keyValue.read(file, bytes, options);
      const log = new TextLog(lossName, options.tap?.builder);
      await forEachLine(bytes, boundedParser(dialect, log));
      return textResult(file, format, log);
    },
  };
}

/** A series that the dialect does not know by its own may still be in the lines by name. */
function namesAnother({ loss, learningRate, step }: ReadOptions, lossName: string): boolean {
  return (
    (loss !== undefined && !sameName(loss, lossName)) || learningRate !== undefined || step !== undefined
  );
}
