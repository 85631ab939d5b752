import { csvWriter } from './writeCsv.js';
import { eventsWriter } from './writeEvents.js';
import { jsonLinesWriter } from './writeJsonLines.js';
import { parquetWriter } from './writeParquet.js';
import type { Writer } from './writer.js';

/** Every format that a run can be written in; each is one that the readers read. */
export const writers: readonly Writer[] = [csvWriter, jsonLinesWriter, parquetWriter, eventsWriter];
