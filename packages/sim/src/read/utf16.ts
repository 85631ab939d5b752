import { startsWith } from './bytes.js';
import type { Bytes } from './reader.js';

/** The byte order of UTF-16 text, as PowerShell's `>` writes it, with its mark or without, or null. */
export function utf16Order(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le';
  if (startsWith(head, [0xfe, 0xff])) return 'utf-16be';
  // Of ASCII every other byte is 0, and no other.
  const some = head.subarray(0, 512);
  const isZero = (rest: number) => some.every((byte, i) => (i % 2 === rest) === (byte === 0));
  if (some.length < 16) return null;
  return isZero(1) ? 'utf-16le' : isZero(0) ? 'utf-16be' : null;
}

/** UTF-16 as UTF-8, while it is read. */
export async function* utf8FromUtf16(
  bytes: Bytes,
  order: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(order);
  const encoder = new TextEncoder();
  for await (const piece of bytes) yield encoder.encode(decoder.decode(piece, { stream: true }));
  yield encoder.encode(decoder.decode());
}
