import type { Span } from '../shapes/numberSlots.js';

/** Where a progress bar stands. */
export interface Bar {
  readonly done: number;
  readonly total: number;
}

/** tqdm, ` 250/500 [00:10<00:10, `; rich, ` 250/500 0:00:10 • 0:00:10 `. */
const bar = /(?<![\d/.])(\d+)\/(\d+) (?:\[\d+:\d\d|\d+:\d\d:\d\d • )/g;

/** The last progress bar that a line has before some position, where it stands: bars that were redrawn may share a line. */
export function barBefore(line: string, end = line.length): readonly [done: Span, total: Span] | null {
  if (!line.includes('/')) return null;
  const match = [...line.slice(0, Math.min(end, 4096)).matchAll(bar)].at(-1);
  if (!match) return null;
  const slash = match.index + match[1]!.length;
  return [
    [match.index, slash],
    [slash + 1, slash + 1 + match[2]!.length],
  ];
}
