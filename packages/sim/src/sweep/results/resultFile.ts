import { createReadStream } from 'node:fs';
import { type FileHandle, open, rename, rm, stat, truncate } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { failed, ok, type Result } from '../../result.js';
import type { SweepPlan } from '../plan.js';
import { checkRows, type RowRange } from './checkRows.js';
import { columnsOf } from './columns.js';
import { PageSums } from './pageSums.js';
import { parquetPages, throughParquet } from './parquetFile.js';
import { headerLine, type Pages, parseRows, type Row, rowsAPage } from './row.js';

/** The rows of a CSV file that `checkRows` has looked at. */
async function* csvPages(file: string, plan: SweepPlan, hasHeader: boolean): Pages {
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

/**
 * The result file of a sweep. Until the last row is written it has the extra ending `.unfinished` and is CSV,
 * whatever the final format. An interrupted sweep thus leaves complete rows, and the next one continues after those whose
 * checksum, one for each piece of the file, is right.
 */
export class ResultFile {
  private constructor(
    readonly name: string,
    private readonly plan: SweepPlan,
    private readonly range: RowRange,
    /** Rows that already existed. */
    readonly kept: number,
    /** Null if the file was already finished. */
    private readonly handle: FileHandle | null,
    private bytes = 0,
  ) {}

  /** Left: why rows cannot be added to the existing file, in one line. */
  static async open(name: string, plan: SweepPlan, range: RowRange): Promise<Result<ResultFile, string>> {
    const advice = 'name another place, or remove it';
    if (await exists(name)) {
      const isOurs = (await finishedPages(name, plan, range)) !== null;
      if (isOurs) return ok(new ResultFile(name, plan, range, range.to - range.from, null));
      return failed(`${name}: is there already and not the result of this sweep; ${advice}`);
    }
    const unfinished = unfinishedName(name);
    const sound = await new PageSums(unfinished).soundBytes(unfinished);
    if (sound !== null) await truncate(unfinished, sound);
    const written = await checkRows(unfinished, plan, range);
    if (!written.ok) return failed(`${written.problem}; ${advice}`);
    const { rows, bytes } = written.value;
    if (sound === null && (await exists(unfinished))) await truncate(unfinished, bytes);
    const file = new ResultFile(name, plan, range, rows, await open(unfinished, 'a'), bytes);
    if (bytes === 0 && range.from === 0) await file.append([headerLine(plan)]);
    return ok(file);
  }

  get isFinished(): boolean {
    return this.handle === null;
  }

  async append(lines: readonly string[]): Promise<void> {
    const piece = Buffer.from(`${lines.join('\n')}\n`);
    this.bytes += piece.length;
    await new PageSums(unfinishedName(this.name)).add(this.bytes, piece);
    await this.handle!.appendFile(piece);
  }

  async close(): Promise<void> {
    await this.handle?.close();
  }

  /** After the last row: passes all rows to `visit`, then converts the file to its final format and name. */
  async finish(visit: (page: readonly Row[]) => void): Promise<void> {
    const { name, plan, range } = this;
    if (this.isFinished) {
      for await (const page of (await finishedPages(name, plan, range))!) visit(page);
      return;
    }
    await this.close();
    const unfinished = unfinishedName(name);
    const converted = `${unfinished}.parquet`;
    const rows = csvPages(unfinished, plan, range.from === 0);
    const pages = isParquet(name) ? throughParquet(converted, plan, range, rows) : rows;
    for await (const page of pages) visit(page);
    await rename(isParquet(name) ? converted : unfinished, name);
    await rm(unfinished, { force: true });
    await new PageSums(unfinished).remove();
  }
}

export const unfinishedName = (name: string): string => `${name}.unfinished`;

export const isParquet = (name: string): boolean => name.endsWith('.parquet');

/** The rows of a finished file of this sweep; null if it is something else. */
async function finishedPages(name: string, plan: SweepPlan, range: RowRange): Promise<Pages | null> {
  if (isParquet(name)) return parquetPages(name, plan, range);
  const written = await checkRows(name, plan, range);
  const isWhole = written.ok && written.value.rows === range.to - range.from;
  return isWhole ? csvPages(name, plan, range.from === 0) : null;
}

const exists = (name: string) =>
  stat(name).then(
    () => true,
    () => false,
  );
