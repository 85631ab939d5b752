import type { Bytes } from './reader.js';

/** Joins pieces of bytes; one piece is returned as it is. */
export function concat(pieces: readonly Uint8Array[]): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** Everything at once, for formats that cannot be read piece by piece; null where there is more than `limit`. */
export async function collect(bytes: Bytes, limit: number): Promise<Uint8Array | null> {
  const pieces: Uint8Array[] = [];
  let size = 0;
  for await (const piece of bytes) {
    size += piece.length;
    if (size > limit) return null;
    pieces.push(piece);
  }
  return concat(pieces);
}

/** The first `size` bytes (fewer if there are no more) and all bytes, these included. */
export async function peek(bytes: Bytes, size: number): Promise<{ head: Uint8Array; all: Bytes }> {
  const iterator = Symbol.asyncIterator in bytes ? bytes[Symbol.asyncIterator]() : bytes[Symbol.iterator]();
  const pieces: Uint8Array[] = [];
  let seen = 0;
  while (seen < size) {
    const next = await iterator.next();
    if (next.done) break;
    pieces.push(next.value);
    seen += next.value.length;
  }
  const head = concat(pieces).subarray(0, size);
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield* pieces.splice(0);
      for (;;) {
        const next = await iterator.next();
        if (next.done) return;
        yield next.value;
      }
    } finally {
      // A reader that has seen enough lets go of the file.
      await iterator.return?.();
    }
  }
  return { head, all: all() };
}

/** Whether the bytes begin with these. */
export function startsWith(bytes: Uint8Array, magic: readonly number[] | string): boolean {
  if (bytes.length < magic.length) return false;
  for (let i = 0; i < magic.length; i++) {
    const expected = typeof magic === 'string' ? magic.charCodeAt(i) : magic[i];
    if (bytes[i] !== expected) return false;
  }
  return true;
}

/**
 * Whether first bytes are no text: zeros do not stand in one, but for a hole between lines, which the system leaves where a log was
 * emptied while it was written.
 */
export function isBinary(head: Uint8Array): boolean {
  let zeros = 0;
  for (let i = head.indexOf(0); i >= 0; i = head.indexOf(0, i + 1)) {
    const before = i === 0 ? 10 : head[i - 1]!;
    if (before !== 0 && before !== 10 && before !== 13) return true;
    zeros++;
  }
  return 2 * zeros > head.length;
}
