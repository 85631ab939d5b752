import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { whyNoFile } from '../read/openFile.js';
import type { Bytes, ReadError, ReadOptions } from '../read/reader.js';
import { ok, type Result } from '../result.js';
import type { NumberedEvent } from './event.js';
import { type FollowedLog, folderSource } from './folder/folderSource.js';
import { type FollowNote, follow } from './follow.js';
import type { ForecastEvent } from './forecast/forecast.js';
import type { WatchSettings } from './liveRun.js';
import { type Found, readLive } from './readLive.js';
import type { LiveRecord, RecordTaker } from './record.js';
import { Watcher, type WatcherState } from './watcher.js';

/** Told besides the events: they depend on when the log is read. */
export type SourceEvent =
  | ({ readonly event: 'log'; readonly file: string } & Found)
  | { readonly event: 'source'; readonly note: FollowNote | string }
  /** No record for much longer than usual, and the end of that; in seconds. */
  | { readonly event: 'stalled' | 'moving'; readonly silent: number; readonly usual: number }
  | ForecastEvent;

/** Where what is seen goes. None of it may throw. */
export interface WatchOutput {
  event?(event: NumberedEvent | SourceEvent): void;
  /** All that was written so far has been read. */
  read?(watcher: Watcher, atEnd: boolean): void;
  record?(record: LiveRecord, watcher: Watcher): void;
  /** A record that was judged before the watcher was stopped and started again. */
  past?(record: LiveRecord): void;
}

export interface WatchOptions {
  readonly settings: WatchSettings;
  readonly read: ReadOptions;
  readonly poll: number;
  readonly once: boolean;
  /** Looks at what is written from now on; what is there only tells the format. */
  readonly fromNow: boolean;
  /** A decision may be what ends it: each is told at its record. */
  readonly exactly: boolean;
  readonly signal: AbortSignal;
  readonly outputs: readonly WatchOutput[];
  readonly saved: SavedWatch | null;
  /** Called when all that was read is worth keeping. */
  readonly save: ((state: SavedWatch) => void) | null;
}

/** A watcher's state, and where in which file it was reached. Plain JSON. */
export interface SavedWatch {
  readonly watcher: WatcherState;
  /** Start of the file: a hash, the number of bytes it is of, and the records read from it. */
  readonly print: { readonly size: number; readonly hash: string };
  readonly recordsOfFile: number;
}

/** Follows a log until it ends or the signal comes. Returns what was wrong with it, if anything was. */
export async function watchLog(path: string, options: WatchOptions): Promise<ReadError | null> {
  const hopeless = path === '-' ? null : await whyNotFollowed(path);
  if (hopeless) return { file: path, line: null, message: hopeless[0], advice: hopeless[1] };
  const { outputs, saved, signal } = options;
  const tell = (event: NumberedEvent | SourceEvent) => {
    for (const output of outputs) output.event?.(event);
  };
  const source = await sourceOf(path, options.read);
  if (!source.ok) return source.problem;
  const { file, read, format } = source.value;
  const isSame =
    saved !== null && path !== '-' && (await printOf(file, saved.print.size)) === saved.print.hash;
  if (saved !== null && !isSame && path !== '-')
    tell({
      event: 'source',
      note: 'the log is another one than when the state was saved: read from its start',
    });
  const known = isSame ? saved.recordsOfFile : 0;
  const watcher = new Watcher(options.settings, tell, saved?.watcher ?? null);
  let [total, before] = [0, 0];
  // What a pipe gives again was seen before.
  let after = path === '-' ? (watcher.lastStep ?? -Infinity) : -Infinity;
  let isLate = options.fromNow && !isSame;
  const taker: RecordTaker = {
    record(record) {
      // The line that was being written when it was stopped is none.
      if (signal.aborted) return;
      total++;
      if (total <= known) for (const output of outputs) output.past?.(record);
      if (total <= known || isLate || record.step <= after) return;
      after = -Infinity;
      watcher.record(record);
      if (options.exactly) watcher.settle();
      for (const output of outputs) output.record?.(record, watcher);
    },
    plan(steps) {
      if (total >= known) watcher.plan(steps);
    },
    newRun() {
      if (total >= known && !isLate) watcher.newRun();
    },
  };
  let print = saved?.print ?? { size: 0, hash: '' };
  const onRead = (atEnd: boolean) => {
    watcher.settle();
    for (const output of outputs) output.read?.(watcher, atEnd);
    if (total >= known) options.save?.({ watcher: watcher.toJson(), print, recordsOfFile: total - before });
    if (atEnd) isLate = false;
  };
  const printing = async () => {
    if (path === '-') return;
    const size = Math.min(printSize, (await stat(file)).size);
    print = { size, hash: await printOf(file, size) };
  };
  await printing().catch(() => undefined);
  const bytes: Bytes =
    path === '-'
      ? piped(signal, onRead)
      : source.value.open({
          ...options,
          onRead,
          onNote(note) {
            if (note === 'replaced' || note === 'truncated') {
              before = total;
              void printing().catch(() => undefined);
            }
            tell({ event: 'source', note });
          },
        });
  const result = await readLive(path, bytes, read, taker, (found) =>
    tell({ event: 'log', file: path, ...found, ...(format === undefined ? {} : { format }) }),
  );
  // Stopped in the middle, a run that has hardly begun is none.
  if (signal.aborted) watcher.settle();
  else watcher.end();
  for (const output of outputs) output.read?.(watcher, true);
  return result !== null && !result.ok ? result.problem : null;
}

/** Why a path cannot be followed by its name, and what to do. */
async function whyNotFollowed(path: string): Promise<readonly [message: string, advice: string] | null> {
  const found = await stat(path).catch(() => null);
  if (found === null) return null;
  const advice = 'hand it over as standard input: fastface watch - < the pipe';
  return found.isFIFO() ? ['a pipe, which has no end to follow', advice] : whyNoFile(found);
}

async function sourceOf(path: string, read: ReadOptions): Promise<Result<FollowedLog, ReadError>> {
  if (path !== '-' && (await stat(path)).isDirectory()) return folderSource(path, read);
  return ok({ file: path, read, open: (options) => follow(path, options) });
}

const printSize = 256;

async function printOf(path: string, size: number): Promise<string> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(size), 0, size, 0);
    return createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex');
  } finally {
    await file.close();
  }
}

/** Standard input, until it ends or nobody wants it any more. */
async function* piped(signal: AbortSignal, onRead: (atEnd: boolean) => void): AsyncGenerator<Uint8Array> {
  const stop = () => process.stdin.destroy();
  signal.addEventListener('abort', stop);
  try {
    for await (const piece of process.stdin) {
      yield piece as Uint8Array;
      onRead(true);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
