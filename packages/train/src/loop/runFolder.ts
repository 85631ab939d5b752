import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { BadInput } from '../badInput.js';
import { makeFolder } from '../makeFolder.js';
import { traceFile } from '../trace/runTrace.js';

/** A run's folder holds its trace, its event file, its checkpoints and its report. */
export const checkpointsOf = (run: string): string => join(run, 'checkpoints');
export const reportOf = (run: string): string => join(run, 'report.html');

/** Where runs go that are given no place of their own. */
export const defaultParent = 'runs';

/**
 * Makes the folder of a new run; `runs/2026-04-17T09-30-00` unless another is named, which must not hold a run already. One
 * that was killed before its first checkpoint has nothing to go on from, and nothing to lose.
 */
export function newRunFolder(named: string | undefined, now = new Date()): string {
  try {
    if (named === undefined) return ownFolder(now.toISOString().slice(0, 19).replaceAll(':', '-'));
    makeFolder(named);
  } catch (error) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    throw new BadInput(named ?? defaultParent, `cannot be made (${code})`, 'name another --out');
  }
  if (hasCheckpoint(named))
    throw new BadInput(named, 'holds a run already', `go on with --resume ${named}, or name another --out`);
  if (hasRecords(join(named, traceFile)))
    throw new BadInput(named, `holds a ${traceFile} and no checkpoint`, 'name another --out');
  return named;
}

/** Of several runs that begin in the same second each has its own. */
function ownFolder(stamp: string): string {
  makeFolder(defaultParent);
  for (let attempt = 1; ; attempt++) {
    const folder = join(defaultParent, attempt === 1 ? stamp : `${stamp}-${attempt}`);
    try {
      mkdirSync(folder);
      return folder;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

const hasCheckpoint = (run: string): boolean =>
  (statSync(checkpointsOf(run), { throwIfNoEntry: false })?.isDirectory() ?? false) &&
  readdirSync(checkpointsOf(run)).some((name) => /^step-\d+$/.test(name));

/** Does a trace hold more than the header, which is written before the first checkpoint? */
function hasRecords(trace: string): boolean {
  const file = statSync(trace, { throwIfNoEntry: false });
  if (!file) return false;
  return file.size > 2 ** 16 || /\n./.test(readFileSync(trace, 'utf8'));
}

/** The newest run below `runs` that can go on: by its trace, and with a checkpoint. */
export function latestRunFolder(advice = 'name the folder of one: --resume FOLDER'): string {
  const names = statSync(defaultParent, { throwIfNoEntry: false })?.isDirectory()
    ? readdirSync(defaultParent)
    : [];
  const runs = names
    .flatMap((name) => {
      const folder = join(defaultParent, name);
      const trace = statSync(join(folder, traceFile), { throwIfNoEntry: false });
      return trace && hasCheckpoint(folder) ? [{ folder, changed: trace.mtimeMs }] : [];
    })
    .sort((a, b) => b.changed - a.changed);
  const [newest] = runs;
  if (!newest) throw new BadInput(defaultParent, 'holds no run with a checkpoint', advice);
  return newest.folder;
}
