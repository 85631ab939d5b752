import { csvWriter, jsonLinesWriter } from './rows.js';
import { eventsWriter } from './writeEvents.js';
import { parquetWriter } from './writeParquet.js';
import type { Writer } from './writer.js';

/** Every format that a run can be written in; each is one that the readers read. */
export const writers: readonly Writer[] = [csvWriter, jsonLinesWriter, parquetWriter, eventsWriter];
