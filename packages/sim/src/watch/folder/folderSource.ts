import { join } from 'node:path';
import { tensorboard } from '../../read/binary/tensorboard.js';
import { type FolderFile, folderOf } from '../../read/folder/folderFile.js';
import { formatOf } from '../../read/folder/logsIn.js';
import { readMetrics } from '../../read/folder/mlflowRun.js';
import { listFolder } from '../../read/listFolder.js';
import { kindOf } from '../../read/names.js';
import { readError } from '../../read/readError.js';
import type { Bytes, ReadError, ReadOptions } from '../../read/reader.js';
import { mlflow } from '../../read/table/mlflow.js';
import { ok, type Result } from '../../result.js';
import { type FollowOptions, follow } from '../follow.js';
import { followEvents } from './followEvents.js';
import { followMetrics } from './followMetrics.js';

/** What is followed. */
export interface FollowedLog {
  /** The file by whose start it is known again. */
  readonly file: string;
  readonly read: ReadOptions;
  /** The format that people know it by, where it is read as another. */
  readonly format?: string;
  open(options: FollowOptions): Bytes;
}

const mostFiles = 1000;
/** An MLflow metric's name may hold slashes: its folder then lies below `metrics`. */
const metricsFolder = /^(?:.*\/)?metrics(?=\/)/;

/**
 * The one run in a folder: TensorBoard event files, an MLflow run, or the only log, such as a W&B run file. Of several
 * runs `run` names one; otherwise they are refused.
 */
export async function folderSource(
  folder: string,
  options: ReadOptions,
): Promise<Result<FollowedLog, ReadError>> {
  const runs = new Map<string, FolderFile[]>();
  for (const file of (await listFolder(folder)).files.sort(byPath).slice(0, mostFiles)) {
    const found = await formatOf(file);
    if (!found?.isCertain) continue;
    const { format } = found;
    if (options.format !== undefined && format !== options.format) continue;
    const run =
      format === tensorboard.format
        ? folderOf(file.path)
        : format === mlflow.format
          ? (metricsFolder.exec(file.path)?.[0] ?? '')
          : file.path;
    const key = JSON.stringify([format, run]);
    runs.set(key, [...(runs.get(key) ?? []), file]);
  }
  const named = [...runs].map(([key, files]) => ({ ...nameOf(key), files }));
  const chosen = options.run === undefined ? named : named.filter(({ run }) => run === options.run);
  const [only, second] = chosen;
  const names = named.map(({ run }) => run);
  const some = names.slice(0, 8).join(', ') + (names.length > 8 ? ', …' : '');
  if (only === undefined)
    return options.run === undefined
      ? readError(
          folder,
          'no log in this folder',
          'start when the run has written something, or name the log',
        )
      : readError(folder, `there is no run called '${options.run}'`, `the folder has ${some}`);
  if (second !== undefined)
    return readError(folder, `${chosen.length} runs in this folder`, `name one of them with --run: ${some}`);
  const { run: _, ...read } = options;
  return sourceOf(folder, only.format, only.files, read);
}

const byPath = (a: FolderFile, b: FolderFile) => (a.path < b.path ? -1 : 1);

function nameOf(key: string): { readonly format: string; readonly run: string } {
  const [format, run] = JSON.parse(key) as [string, string];
  return { format, run: run || '.' };
}

async function sourceOf(
  folder: string,
  format: string,
  files: readonly FolderFile[],
  read: ReadOptions,
): Promise<Result<FollowedLog, ReadError>> {
  const file = join(folder, files[0]!.path);
  if (format === tensorboard.format) {
    const [place, name] = [join(folder, folderOf(files[0]!.path)), files[0]!.path.split('/').at(-1)!];
    return ok({ file, read: { ...read, format }, open: (options) => followEvents(place, name, options) });
  }
  if (format !== mlflow.format) return ok({ file, read, open: (options) => follow(file, options) });
  const root = metricsFolder.exec(files[0]!.path)?.[0] ?? '';
  const metrics = await readMetrics(folder, files, root, read);
  if (!metrics.ok) return metrics;
  const { lossName } = metrics.value;
  const nameIn = ({ path }: FolderFile) => (root === '' ? path : path.slice(root.length + 1));
  const pathOf = (wanted: (name: string) => boolean) => {
    const found = files.find((one) => wanted(nameIn(one)));
    return found === undefined ? null : join(folder, found.path);
  };
  const loss = pathOf((name) => name === lossName)!;
  const rate = pathOf((name) =>
    read.learningRate === undefined ? kindOf(name).kind === 'rate' : name === read.learningRate,
  );
  return ok({
    file: loss,
    read: { format: 'csv', loss: 'loss', step: 'step' },
    format,
    open: (options) => followMetrics(loss, rate, options),
  });
}
