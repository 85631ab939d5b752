import { forEachLine, headLines } from '../lines.js';
import type { Reader } from '../reader.js';
import type { Dialect } from './dialect.js';
import { TextLog } from './textLog.js';
import { textResult } from './textResult.js';

/** A reader for one dialect of text logs. */
export function textReader(dialect: Dialect): Reader {
  const { format, description, lossName } = dialect;
  return {
    format,
    description,
    detect(head) {
      if (head.includes(0)) return 0;
      const log = new TextLog(lossName);
      const parse = dialect.parser(log);
      for (const line of headLines(head)) parse(line);
      if (log.points > 2) return 0.95;
      if (log.points > 0) return 0.7;
      return log.signs > 0 ? 0.4 : 0;
    },
    async read(file, bytes) {
      const log = new TextLog(lossName);
      const parse = dialect.parser(log);
      await forEachLine(bytes, parse);
      return textResult(file, format, log);
    },
  };
}
