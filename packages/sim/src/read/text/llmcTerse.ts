import type { Dialect } from './dialect.js';
import { numberIn } from './scan.js';

const pattern = /(?:^|\s)s:(\d+) trl:(\S+)(?: lr:(\S+))?/;

/** llm.c's main.log: `s:0 trl:11.0116 lr:0.000001 norm:14.96`, early versions and modded-nanogpt without the rate. */
export const llmcTerse: Dialect = {
  format: 'llmc-terse',
  description: 'llm.c main.log and early modded-nanogpt logs (s:N trl:X)',
  lossName: 'trl',
  parser: (log) => (line) => {
    if (!line.includes('s:')) return;
    if (line.includes(' trl:')) {
      const match = pattern.exec(line);
      if (match) log.point(numberIn(match[1]), numberIn(match[2]), numberIn(match[3]));
    } else if (/(?:^|\s)s:\d+ tel:/.test(line)) log.validation('tel');
  },
};
