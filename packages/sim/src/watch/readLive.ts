import { concat, peek } from '../read/bytes.js';
import type { Frame } from '../read/frame.js';
import { gunzip, isGzip } from '../read/gunzip.js';
import { readError } from '../read/readError.js';
import type { Bytes, ReadOptions, ReadResult } from '../read/reader.js';
import { readTrace } from '../read/readTrace.js';
import { readers } from '../read/registry.js';
import { messageKey, messages } from '../read/table/jsonMessages.js';
import { utf8FromUtf16, utf16Order } from '../read/utf16.js';
import { ok } from '../result.js';
import type { Trace } from '../trace.js';
import { LiveBuilder } from './liveBuilder.js';
import { LiveTable, settledAfter } from './liveTable.js';
import type { RecordTaker } from './record.js';

/** What a log turned out to be, as soon as it shows. */
export type Found = Pick<Trace, 'format' | 'lossName' | 'otherLosses'>;

/** Number of bytes at which the format is looked for first; then at twice as many, and so on up to the maximum. */
const firstLook = 256;
const lastLook = 1 << 22;

/** Formats whose file means nothing before its end. */
const closed = ['json', 'parquet', 'markdown'];

/**
 * Reads a log that is still being written and hands on each record as it comes. `bytes` need not end; nothing but the
 * beginning is kept. What is found depends on the bytes alone, never on the pieces in which they come. The format, the
 * loss and the step are those that a look at the first `settledAfter` records shows; after that they stay.
 */
export async function readLive(
  file: string,
  bytes: Bytes,
  options: ReadOptions,
  taker: RecordTaker,
  onFound: (found: Found) => void,
): Promise<ReadResult | null> {
  const { head: start, all } = await peek(bytes, 32);
  const order = utf16Order(start);
  const plain = isGzip(start) ? gunzip(all, { problem: null }) : order ? utf8FromUtf16(all, order) : all;
  const look = await firstLooks(file, plain, options);
  if (!look.result.ok) return look.result;
  const { format, lossName, otherLosses } = look.result.value;
  if (closed.includes(format)) {
    return readError(
      file,
      `a ${format} file cannot be followed: it can be read only when it is complete`,
      'follow a text log, CSV, JSON lines or event file; read this one with replay',
    );
  }
  if (look.result.value.segments.some(({ run }) => run !== null)) {
    return readError(
      file,
      'a file of several named runs cannot be followed',
      'follow the log that one run writes; read this one with replay',
    );
  }
  const reader = readers.find((known) => known.format === (options.format ?? format))!;
  const table = new LiveTable(taker);
  let frame: Frame | null = null;
  const tap = {
    row(of: Frame) {
      frame = of;
      table.row(of);
    },
    builder: () => new LiveBuilder(taker),
    plan: (steps: number) => taker.plan(steps),
  };
  onFound({ format, lossName, otherLosses });
  // A structured logger's records hold the lines of a text log.
  const key = format === 'json-lines' ? null : messageKey(look.head);
  const lines = key === null ? look.all : messages(look.all, key);
  const result = await reader.read(file, lines, { ...options, tap });
  table.end(frame);
  // The records were taken away: that none is left is no error.
  return result.ok ? null : emptied(result);
}

/** A reader whose records were all taken says that there are none. */
const emptied = (result: ReadResult): ReadResult | null =>
  !result.ok && /^could not be read/.test(result.problem.message) ? result : null;

interface Looks {
  readonly result: ReadResult;
  readonly head: Uint8Array;
  readonly all: Bytes;
}

/** Reads the beginning, then twice as much of it, until there are enough records to tell what the log is. */
async function firstLooks(file: string, bytes: Bytes, options: ReadOptions): Promise<Looks> {
  const iterator = Symbol.asyncIterator in bytes ? bytes[Symbol.asyncIterator]() : bytes[Symbol.iterator]();
  let seen: Uint8Array = new Uint8Array(0);
  for (let size = firstLook; ; size *= 2) {
    const pieces = [seen];
    let length = seen.length;
    let ended = false;
    while (length < size && !ended) {
      const next = await iterator.next();
      ended = next.done === true;
      if (next.done) break;
      // A copy: its producer may use it again.
      pieces.push(Uint8Array.from(next.value));
      length += next.value.length;
    }
    seen = concat(pieces);
    const head = ended ? seen : wholeLines(seen.subarray(0, size));
    const result = await readTrace(file, [head], options);
    if (ended || size >= lastLook || (result.ok && hasEnough(result.value)))
      return { result: named(result, options), head, all: rest(seen, iterator) };
  }
}

/** Text is looked at up to the end of a line; a binary file has none. */
function wholeLines(head: Uint8Array): Uint8Array {
  const end = head.includes(0) ? -1 : head.lastIndexOf(10);
  return end < 0 ? head : head.subarray(0, end + 1);
}

const hasEnough = ({ segments }: Trace): boolean =>
  segments.reduce((sum, { steps }) => sum + steps.length, 0) >= settledAfter;

/** The text reader stands for whatever dialect it finds. */
const named = (result: ReadResult, { format }: ReadOptions): ReadResult =>
  result.ok && format !== undefined ? ok({ ...result.value, format }) : result;

async function* rest(
  seen: Uint8Array,
  iterator: AsyncIterator<Uint8Array> | Iterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    yield seen;
    for (;;) {
      const next = await iterator.next();
      if (next.done) return;
      yield next.value;
    }
  } finally {
    await iterator.return?.();
  }
}
