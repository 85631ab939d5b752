import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { SweepPlan } from '../plan.js';
import { columnsOf } from './columns.js';
import { type Pages, parseRows, rowsAPage } from './row.js';

/** The rows of a CSV file that `checkRows` has looked at. */
export async function* csvPages(file: string, plan: SweepPlan, hasHeader: boolean): Pages {
  const columns = columnsOf(plan);
  let lines: string[] = [];
  let isHeader = hasHeader;
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (!isHeader) lines.push(line);
    isHeader = false;
    if (lines.length < rowsAPage) continue;
    yield parseRows(lines, columns);
    lines = [];
  }
  if (lines.length > 0) yield parseRows(lines, columns);
}
