import type { Dialect } from './dialect.js';
import { recordOr, shapedDialect } from './shapedDialect.js';

const pattern = /(?:^|\s)s:(\d+) trl:(\S+)(?: lr:(\S+))?/d;

/** llm.c's main.log: `s:0 trl:11.0116 lr:0.000001 norm:14.96`, early versions and modded-nanogpt without the rate. */
export const llmcTerse: Dialect = {
  format: 'llmc-terse',
  description: 'llm.c main.log and early modded-nanogpt logs (s:N trl:X)',
  lossName: 'trl',
  parser: (log) =>
    shapedDialect<'record' | 'torn' | 'validation'>(log, {
      parse(line) {
        if (!line.includes('s:')) return null;
        if (!line.includes(' trl:'))
          return /(?:^|\s)s:\d+ tel:/.test(line) ? { what: 'validation', spans: [] } : null;
        const match = pattern.exec(line);
        return match && recordOr(line, 'record', 'torn', match.indices!.slice(1));
      },
      accept(what, numbers) {
        if (what === 'record') log.point(numbers[0], numbers[1], numbers[2]);
        else if (what === 'torn') log.torn++;
        else log.validation('tel');
      },
    }),
};
