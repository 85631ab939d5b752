import { isRight } from 'fp-ts/lib/Either.js';
import { readEvents, tensorboard } from '../binary/tensorboard.js';
import { peek } from '../bytes.js';
import { joinRuns } from '../joinRuns.js';
import { readError } from '../readError.js';
import type { ReadOptions, ReadResult } from '../reader.js';
import { readTrace } from '../readTrace.js';
import { detectReader } from '../registry.js';
import { mlflow } from '../table/mlflow.js';
import { type FolderFile, folderOf } from './folderFile.js';
import { readMetrics } from './mlflowRun.js';

const headSize = 1 << 16;
const mostFiles = 1000;

type Group = readonly [run: string, files: readonly FolderFile[]];

/**
 * The curves in a folder: TensorBoard event files, each folder of them one run; or MLflow's metric files, each
 * `metrics` folder one run; or else the only log in it. Pure of the file system.
 */
export async function readFolder(
  folder: string,
  files: readonly FolderFile[],
  options: ReadOptions = {},
): Promise<ReadResult> {
  if (files.length === 0)
    return readError(folder, 'an empty folder', 'name a log file, or a folder with one');
  const found = new Map<string, FolderFile[]>();
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, mostFiles)) {
    const format = await formatOf(file);
    if (format === null || (options.format !== undefined && format !== options.format)) continue;
    found.set(format, [...(found.get(format) ?? []), file]);
  }
  const events = found.get(tensorboard.format);
  const metrics = found.get(mlflow.format);
  found.delete(tensorboard.format);
  found.delete(mlflow.format);
  const curves: (() => Promise<ReadResult>)[] = [];
  if (events) curves.push(() => readEventFolders(folder, events, options));
  if (metrics) curves.push(() => readMetricFolders(folder, metrics, options));
  if (found.size > 0) curves.push(() => readOnly(folder, [...found.values()].flat(), options));
  let first: ReadResult | null = null;
  for (const curve of curves) {
    const result = await curve();
    if (isRight(result)) return result;
    first ??= result;
  }
  return first ?? readError(folder, 'no log in this folder', 'name the log file itself');
}

/** The format of a file whose content shows one; a text that merely may be a log is not taken from a folder. */
export async function formatOf(file: FolderFile): Promise<string | null> {
  const { head, all } = await peek(file.open(), headSize);
  // Lets go of the file.
  for await (const _ of all) break;
  const reader = detectReader(head);
  return reader && reader.detect(head) >= 0.6 ? reader.format : null;
}

function grouped(files: readonly FolderFile[], keyOf: (path: string) => string): Group[] {
  const groups = new Map<string, FolderFile[]>();
  for (const file of files) {
    const key = keyOf(file.path);
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups];
}

async function readGroups(
  folder: string,
  groups: readonly Group[],
  options: ReadOptions,
  read: (files: readonly FolderFile[], run: string) => Promise<ReadResult>,
): Promise<ReadResult> {
  if (groups.length === 1 && options.run === undefined) return read(groups[0]![1], groups[0]![0]);
  const runs: [string, ReadResult][] = [];
  for (const [run, files] of groups) runs.push([run || '.', await read(files, run)]);
  return joinRuns(folder, runs, options);
}

function readEventFolders(
  folder: string,
  events: readonly FolderFile[],
  options: ReadOptions,
): Promise<ReadResult> {
  const open = function* (files: readonly FolderFile[]) {
    for (const file of files) yield file.open();
  };
  return readGroups(folder, grouped(events, folderOf), options, (files) =>
    readEvents(folder, open(files), options),
  );
}

function readMetricFolders(
  folder: string,
  metrics: readonly FolderFile[],
  options: ReadOptions,
): Promise<ReadResult> {
  // A metric's name may hold slashes: its folder then lies below `metrics`.
  const keyOf = (path: string) => /^(?:.*\/)?metrics(?=\/)/.exec(path)?.[0] ?? '';
  return readGroups(folder, grouped(metrics, keyOf), options, (files, run) =>
    readMetrics(folder, files, run, options),
  );
}

async function readOnly(
  folder: string,
  logs: readonly FolderFile[],
  options: ReadOptions,
): Promise<ReadResult> {
  const depth = ({ path }: FolderFile) => path.split('/').length;
  const least = Math.min(...logs.map(depth));
  const nearest = logs.filter((log) => depth(log) === least);
  const [only, second] = nearest;
  if (only && !second)
    return readTrace(`${folder.replace(/[\\/]+$/, '')}/${only.path}`, only.open(), options);
  const some = nearest
    .slice(0, 8)
    .map(({ path }) => path)
    .join(', ');
  return readError(folder, `${nearest.length} logs in this folder`, `name one of them: ${some}`);
}
