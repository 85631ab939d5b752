import { readEvents, tensorboard } from '../binary/tensorboard.js';
import { peek } from '../bytes.js';
import type { ReadOptions, ReadResult } from '../reader.js';
import { readTrace } from '../readTrace.js';
import { detectReader } from '../registry.js';
import { mlflow } from '../table/mlflow.js';
import { type FolderFile, folderOf } from './folderFile.js';
import { readMetrics } from './mlflowRun.js';

/** A log in a folder: a file, or the files of one run. */
export interface FoundLog {
  /** Path below the folder; '' for the folder itself. */
  readonly path: string;
  readonly kind: 'events' | 'metrics' | 'file';
  /** How many of the folder's files it is made of. */
  readonly files: number;
  /** Whether its first bytes show a format; any text may be a log. */
  readonly isCertain: boolean;
  read(options: ReadOptions): Promise<ReadResult>;
}

const headSize = 1 << 16;
const mostFiles = 1000;
/** What a text is called that may be a log, whatever it looks like. */
const logName = /(?:\.(?:log|out|txt|err|stdout|stderr)|(?:^|\/)(?:log|nohup|stdout|stderr))$/i;

/**
 * The logs in a folder: each folder of TensorBoard event files is one run, each `metrics` folder of MLflow one, and so is any
 * other file that may be a log. Pure of the file system.
 */
export async function logsIn(
  folder: string,
  files: readonly FolderFile[],
  format?: string,
): Promise<FoundLog[]> {
  const events: FolderFile[] = [];
  const metrics: FolderFile[] = [];
  const logs: FoundLog[] = [];
  for (const file of [...files].sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, mostFiles)) {
    const found = await formatOf(file);
    if (found === null || (format !== undefined && found.format !== format)) continue;
    if (found.format === tensorboard.format) events.push(file);
    else if (found.format === mlflow.format) metrics.push(file);
    else if (found.isCertain || logName.test(file.path))
      logs.push({
        path: file.path,
        kind: 'file',
        files: 1,
        isCertain: found.isCertain,
        read: (options) => readTrace(below(folder, file.path), file.open(), options),
      });
  }
  const runs = (kind: 'events' | 'metrics', groups: ReturnType<typeof grouped>): FoundLog[] =>
    groups.map(([path, some]) => ({
      path,
      kind,
      files: some.length,
      isCertain: true,
      read: (options) =>
        kind === 'events'
          ? readEvents(below(folder, path), opened(some), options)
          : readMetrics(below(folder, path), some, path, options),
    }));
  return [
    ...runs('events', grouped(events, folderOf)),
    // A metric's name may hold slashes: its folder then lies below `metrics`.
    ...runs(
      'metrics',
      grouped(metrics, (path) => /^(?:.*\/)?metrics(?=\/)/.exec(path)?.[0] ?? ''),
    ),
    ...logs,
  ];
}

function* opened(files: readonly FolderFile[]) {
  for (const file of files) yield file.open();
}

/** The path of what lies below a folder. */
export const below = (folder: string, path: string): string =>
  path === '' ? folder : `${folder.replace(/[\\/]+$/, '')}/${path}`;

/** The format of a file by its first bytes, and whether they show it; null where they show none. */
export async function formatOf(file: FolderFile): Promise<{ format: string; isCertain: boolean } | null> {
  const { head, all } = await peek(file.open(), headSize);
  // Lets go of the file.
  for await (const _ of all) break;
  const reader = detectReader(head);
  return reader && { format: reader.format, isCertain: reader.detect(head) >= 0.6 };
}

function grouped(
  files: readonly FolderFile[],
  keyOf: (path: string) => string,
): (readonly [path: string, files: readonly FolderFile[]])[] {
  const groups = new Map<string, FolderFile[]>();
  for (const file of files) {
    const key = keyOf(file.path);
    groups.set(key, [...(groups.get(key) ?? []), file]);
  }
  return [...groups];
}
