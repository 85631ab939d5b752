import { ok } from '../../result.js';
import { joinRuns } from '../joinRuns.js';
import { readError } from '../readError.js';
import type { ReadOptions, ReadResult } from '../reader.js';
import type { FolderFile } from './folderFile.js';
import { type FoundLog, logsIn } from './logsIn.js';

/**
 * The curves in a folder: TensorBoard event files, each folder of them one run; or MLflow's metric files, each
 * `metrics` folder one run; or else the only log in it. A note says what else there is. Pure of the file system.
 */
export async function readFolder(
  folder: string,
  files: readonly FolderFile[],
  options: ReadOptions = {},
): Promise<ReadResult> {
  if (files.length === 0)
    return readError(folder, 'an empty folder', 'name a log file, or a folder with one');
  const logs = (await logsIn(folder, files, options.format)).filter(({ isCertain }) => isCertain);
  let first: ReadResult | null = null;
  for (const kind of ['events', 'metrics'] as const) {
    const runs = logs.filter((log) => log.kind === kind);
    if (runs.length === 0) continue;
    const result = await readRuns(folder, runs, options);
    if (result.ok) return withOthers(result, runs, logs);
    first ??= result;
  }
  const rest = logs.filter(({ kind }) => kind === 'file');
  while (rest.length > 0) {
    const some = nearest(rest);
    const found: [FoundLog, ReadResult][] = [];
    const mayBe = new Set(some);
    // Many a table or JSON is no log: one that is read, alone of its folders, is meant.
    for (const log of some) {
      const result = await log.read(options);
      if (result.ok) found.push([log, result]);
      else mayBe.delete(log);
      first ??= result;
      if (found.length > 1)
        return readError(
          folder,
          `${mayBe.size} logs in this folder`,
          `name one of them, or compare them all: ${listed([...mayBe])}`,
        );
    }
    const [only] = found;
    if (only) return withOthers(only[1], [only[0]], logs);
    rest.splice(0, rest.length, ...rest.filter((log) => !some.includes(log)));
  }
  return first ?? readError(folder, 'no log in this folder', 'name the log file itself');
}

/** A few of the logs, by their paths. */
function listed(logs: readonly FoundLog[]): string {
  const names = logs.slice(0, 8).map(({ path }) => path || '.');
  return names.join(', ') + (logs.length > 8 ? `, … (${logs.length} in all)` : '');
}

async function readRuns(
  folder: string,
  logs: readonly FoundLog[],
  options: ReadOptions,
): Promise<ReadResult> {
  if (logs.length === 1 && options.run === undefined) {
    const result = await logs[0]!.read(options);
    return result.ok ? ok({ ...result.value, file: folder }) : result;
  }
  const runs: [string, ReadResult][] = [];
  for (const log of logs) runs.push([log.path || '.', await log.read(options)]);
  return joinRuns(folder, runs, options);
}

/** The logs with the fewest folders above them. */
function nearest(logs: readonly FoundLog[]): FoundLog[] {
  const depth = ({ path }: FoundLog) => path.split('/').length;
  const least = Math.min(...logs.map(depth));
  return logs.filter((log) => depth(log) === least);
}

function withOthers(result: ReadResult, taken: readonly FoundLog[], logs: readonly FoundLog[]): ReadResult {
  const others = logs.filter((log) => !taken.includes(log));
  if (others.length === 0 || !result.ok) return result;
  const files = others.length === 1 ? 'file' : 'files';
  const note = `${others.length} other ${files} in the folder that may be logs left out: ${listed(others)}`;
  return ok({ ...result.value, notes: [...result.value.notes, note] });
}
