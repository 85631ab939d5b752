import { stat } from 'node:fs/promises';
import { plural } from '../numbers.js';
import { below, logsIn } from '../read/folder/logsIn.js';
import { listFolder } from '../read/listFolder.js';
import { Failure, printable } from './failure.js';
import { filesLike } from './filesLike.js';
import { type LogSource, logAt } from './readLog.js';

/** A log that a path led to. */
export interface FoundSource extends LogSource {
  /** The folder that it was found in; null where it was named itself. */
  readonly folder: string | null;
  /** Whether its first bytes show a format. */
  readonly isCertain: boolean;
}

/** The logs at some paths: of a folder all that are in it, of a pattern all files that match. */
export async function logsOf(paths: readonly string[], format?: string): Promise<FoundSource[]> {
  const logs: FoundSource[] = [];
  for (const path of paths) {
    const isFolder = await stat(path).then(
      (found) => found.isDirectory(),
      () => null,
    );
    // A shell that knows no patterns, or found nothing, hands them on.
    const files = isFolder === null && /[*?]/.test(path) ? await filesLike(path) : [path];
    if (files.length === 0) throw new Failure(`${path}: no such file; check the pattern`, 1);
    if (!isFolder) logs.push(...files.map((file) => ({ ...logAt(file), folder: null, isCertain: true })));
    else logs.push(...(await logsBelow(path, format)));
  }
  return logs;
}

async function logsBelow(folder: string, format: string | undefined): Promise<FoundSource[]> {
  const { files } = await listFolder(folder);
  const found = await logsIn(folder, files, format);
  // What is wrong with such a folder, reading it says.
  if (found.length === 0) return [{ ...logAt(folder), folder: null, isCertain: true }];
  return found.map(({ path, isCertain, read }) => ({ file: below(folder, path), folder, isCertain, read }));
}

/** Most logs left out that are named, with the reason. */
const listed = 8;

/** What was found in folders and is not compared. */
export class LeftOut {
  private readonly folders = new Map<string, { compared: number; reasons: string[]; others: number }>();

  private of(log: FoundSource): { compared: number; reasons: string[]; others: number } {
    const known = this.folders.get(log.folder!) ?? { compared: 0, reasons: [], others: 0 };
    this.folders.set(log.folder!, known);
    return known;
  }

  compared(log: FoundSource): void {
    if (log.folder !== null) this.of(log).compared++;
  }

  add(log: FoundSource, reason: string): void {
    if (log.isCertain) this.of(log).reasons.push(reason);
    else this.of(log).others++;
  }

  /** Folders of which nothing is compared. */
  failures(): Failure[] {
    return [...this.folders]
      .filter(([, { compared }]) => compared === 0)
      .map(
        ([folder, { reasons }]) =>
          new Failure(
            reasons[0] ?? `${printable(folder)}: no log in this folder; name the log file itself`,
            1,
          ),
      );
  }

  /** One line for each that is left out, and one for the files that are no logs. */
  lines(): string[] {
    return [...this.folders].flatMap(([folder, { compared, reasons, others }]) => {
      if (compared === 0) return [];
      const more = reasons.length - listed;
      return [
        ...reasons.slice(0, listed).map((reason) => `left out: ${reason}`),
        ...(more > 0 ? [`left out: ${more} more of ${printable(folder)}`] : []),
        ...(others > 0
          ? [`${printable(folder)}: ${plural(others, 'text')} without a training loss left out`]
          : []),
      ];
    });
  }
}
