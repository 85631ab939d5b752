import { failed, ok } from '../result.js';
import type { Trace } from '../trace.js';
import { readError } from './readError.js';
import type { ReadOptions, ReadResult } from './reader.js';

/** One trace of several named runs; those without a training loss are left out with a note, unless none has one. */
export function joinRuns(
  file: string,
  runs: readonly (readonly [run: string, result: ReadResult])[],
  options: ReadOptions,
): ReadResult {
  const wanted = options.run === undefined ? runs : runs.filter(([run]) => run === options.run);
  const names = runs.map(([run]) => run);
  if (options.run !== undefined && wanted.length === 0) {
    const some = names.slice(0, 8).join(', ') + (names.length > 8 ? ', …' : '');
    return readError(file, `there is no run called '${options.run}'`, `the log has ${some}`);
  }
  const found: [run: string, trace: Trace][] = [];
  const without: string[] = [];
  for (const [run, result] of wanted) {
    if (result.ok) found.push([run, result.value]);
    else without.push(run);
  }
  const [first] = found;
  if (!first) {
    const unread = wanted.map(([, result]) => result).find((result) => !result.ok);
    return unread
      ? failed({ ...unread.problem, file })
      : readError(file, 'no run found', 'check that the log is complete');
  }
  const { format, lossName } = first[1];
  const alike = found.filter(([, trace]) => trace.lossName === lossName);
  without.push(...found.filter((part) => !alike.includes(part)).map(([run]) => run));
  const notes = new Set(alike.flatMap(([, trace]) => trace.notes));
  if (without.length > 0) notes.add(`runs without '${lossName}' left out: ${without.slice(0, 8).join(', ')}`);
  return ok({
    file,
    format,
    lossName,
    otherLosses: [...new Set(alike.flatMap(([, trace]) => trace.otherLosses))],
    segments: alike.flatMap(([run, trace]) => trace.segments.map((segment) => ({ ...segment, run }))),
    notes: [...notes],
  });
}
