import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { failed, ok, type Result } from '../../result.js';
import { rowAt, type SweepPlan } from '../plan.js';
import { headerLine, rowStart } from './row.js';

/** Numbers, and lists of whole ones, with commas between. */
const isOutcome = (cells: string): boolean => /^(?:[-+\d.,e ]|Infinity|NaN)*$/.test(cells);

/** The rows from … to − 1 of a plan, for one file. */
export interface RowRange {
  readonly from: number;
  readonly to: number;
}

/** Number of complete rows in a file and their bytes, including the header but not an incomplete last line. */
export interface WrittenRows {
  readonly rows: number;
  readonly bytes: number;
}

/**
 * Reads a CSV result, finished or not, and compares the beginning of each row with the plan: sweep, run and options. The
 * outcome must be numbers. Left names the first line that is something else. A missing file has no rows.
 */
export async function checkRows(
  file: string,
  plan: SweepPlan,
  { from, to }: RowRange,
): Promise<Result<WrittenRows, string>> {
  const size = (await stat(file).catch(() => null))?.size;
  if (size === undefined) return ok({ rows: 0, bytes: 0 });
  const header = from === 0 ? headerLine(plan) : null;
  const whole = header === null ? 0 : 1;
  let [lines, bytes] = [0, 0];
  const input = createReadStream(file);
  try {
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      const end = bytes + Buffer.byteLength(line) + 1;
      if (end > size) break;
      const row = from + lines - whole;
      const start = lines < whole || row >= to ? null : rowStart(plan, rowAt(plan, row));
      const known =
        lines < whole
          ? line === header
          : start !== null && line.startsWith(start) && isOutcome(line.slice(start.length));
      if (!known) return failed(`${file}:${lines + 1}: not a row of this sweep`);
      bytes = end;
      lines++;
    }
  } finally {
    input.destroy();
  }
  return ok({ rows: Math.max(0, lines - whole), bytes });
}
