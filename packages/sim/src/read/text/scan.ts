import { numberOf } from '../number.js';

/** The number after position `from` of the line, blanks skipped: up to the next blank or one of `:,;|)]}"'`. */
export function numberAfter(line: string, from: number): number | undefined {
  let start = from;
  while (line.charCodeAt(start) === 32) start++;
  let end = start;
  while (end < line.length && !endsToken(line.charCodeAt(end))) end++;
  return end > start && end - start < 40 ? numberOf(line.slice(start, end)) : undefined;
}

/** The number after the first `key` in the line, from position `from` on; undefined without the key. */
export function numberAfterKey(line: string, key: string, from = 0): number | undefined {
  const at = line.indexOf(key, from);
  return at < 0 ? undefined : numberAfter(line, at + key.length);
}

/** The number of a captured group that may be missing. */
export function numberIn(group: string | undefined): number | undefined {
  return group === undefined ? undefined : numberOf(group);
}

// What ends a number.
const ends = new Uint8Array(128);
for (const c of ' :\t"\'),;]|}') ends[c.charCodeAt(0)] = 1;

function endsToken(code: number): boolean {
  return code < 128 && ends[code] === 1;
}
