import { numberOf } from '../number.js';
import type { Span } from '../shapes/numberSlots.js';

/** Where the number after position `from` stands, blanks skipped: up to the next blank or one of `:,;|)]}"'`. */
export function spanAfter(line: string, from: number): Span | undefined {
  let start = from;
  while (line.charCodeAt(start) === 32) start++;
  let end = start;
  while (end < line.length && !endsToken(line.charCodeAt(end))) end++;
  return spanIf(line, [start, end]);
}

/** Where the number after the first `key` stands, from position `from` on; undefined without the key. */
export function spanAfterKey(line: string, key: string, from = 0): Span | undefined {
  const at = line.indexOf(key, from);
  return at < 0 ? undefined : spanAfter(line, at + key.length);
}

/** The span, if there is a number there. */
export function spanIf(line: string, span: Span | undefined): Span | undefined {
  if (span === undefined || span[1] <= span[0] || span[1] - span[0] >= longestNumber) return undefined;
  return numberOf(line.slice(span[0], span[1])) === undefined ? undefined : span;
}

/** The number after position `from` of the line, as `spanAfter` finds it. */
export function numberAfter(line: string, from: number): number | undefined {
  const span = spanAfter(line, from);
  return span && numberOf(line.slice(span[0], span[1]));
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

const longestNumber = 40;

// What ends a number.
const ends = new Uint8Array(128);
for (const c of ' :\t"\'),;]|}') ends[c.charCodeAt(0)] = 1;

function endsToken(code: number): boolean {
  return code < 128 && ends[code] === 1;
}
