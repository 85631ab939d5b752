import { startsWith } from './bytes.js';
import type { Bytes } from './reader.js';

/** The byte order of UTF-16 text, as PowerShell's `>` writes it, or null. */
export function utf16Order(head: Uint8Array): 'utf-16le' | 'utf-16be' | null {
  if (startsWith(head, [0xff, 0xfe])) return 'utf-16le';
  return startsWith(head, [0xfe, 0xff]) ? 'utf-16be' : null;
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
