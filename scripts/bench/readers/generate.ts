import { closeSync, openSync, writeSync } from 'node:fs';
import { chatter, type Kind } from './kinds.js';

/** Writes a log of at least so many bytes; returns how many records it has. */
export function generate({ header, record, isTable }: Kind, path: string, bytes: number): number {
  const file = openSync(path, 'w');
  let [i, written] = [0, 0];
  let text = header ?? '';
  while (written < bytes) {
    for (let n = 0; n < 5000; n++) {
      // Falling, and no two alike.
      text += record(++i, (1 + 8 / (1 + i / 1e5)).toFixed(6));
      if (!isTable && i % 5 === 0) text += chatter[(i / 5) % chatter.length];
    }
    written += writeSync(file, text);
    text = '';
  }
  closeSync(file);
  return i;
}
