import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { concat } from '../../read/bytes.js';
import { type FollowOptions, follow } from '../follow.js';

/** Milliseconds between two looks for a newer file, at least. */
const often = 500;

/**
 * The event files of one run, one after the other by name, which begins with the time: the newest grows, and when there is a newer
 * one, it is read to its end first. Of a file only whole records are handed on: a process that was killed leaves part of one.
 */
export async function* followEvents(
  folder: string,
  first: string,
  options: FollowOptions,
): AsyncGenerator<Uint8Array> {
  for (let name: string | null = first; name !== null; ) {
    const current: string = name;
    let next: string | null = null;
    let looked = 0;
    const turn = new AbortController();
    const signal = AbortSignal.any([options.signal, turn.signal]);
    const look = async () => {
      looked = performance.now();
      next = (await eventFiles(folder)).find((other) => other > current) ?? null;
    };
    const onRead = (atEnd: boolean) => {
      options.onRead(atEnd);
      if (!atEnd || options.once) return;
      // Its end was read after the newer one was there.
      if (next !== null) turn.abort();
      else if (performance.now() - looked > often) void look().catch(() => undefined);
    };
    yield* wholeRecords(follow(join(folder, current), { ...options, signal, onRead }));
    if (options.signal.aborted) return;
    if (options.once) await look();
    name = next;
  }
}

/** The event files right in a folder, oldest first. */
export const eventFiles = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.includes('tfevents')).sort();

/** Bytes of a record besides its payload: `length u64 | crc | payload | crc`. */
const frame = 16;
/** A length beyond this is damage, which the reader will tell. */
const largest = 2 ** 30;

/** Pieces that end where a record ends; what is left at the end of the file is dropped. */
async function* wholeRecords(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let [size, wanted] = [0, frame];
  for await (const piece of bytes) {
    pieces.push(Uint8Array.from(piece));
    size += piece.length;
    // A large record is put together once, not at every piece.
    if (size < wanted) continue;
    const all = concat(pieces);
    let end = 0;
    for (wanted = frame; all.length - end >= 8; end += wanted) {
      const view = new DataView(all.buffer, all.byteOffset + end, 8);
      const length = view.getUint32(0, true) + view.getUint32(4, true) * 2 ** 32;
      wanted = length > largest ? all.length - end : length + frame;
      if (end + wanted > all.length) break;
    }
    end = Math.min(end, all.length);
    if (end > 0) yield all.subarray(0, end);
    pieces = [all.subarray(end)];
    size = all.length - end;
    if (size < 8) wanted = frame;
  }
}
