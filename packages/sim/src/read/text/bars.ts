/** Where a progress bar stands. */
export interface Bar {
  readonly done: number;
  readonly total: number;
}

/** tqdm, ` 250/500 [00:10<00:10, `; rich, ` 250/500 0:00:10 • 0:00:10 `. */
const bar = /(?<![\d/.])(\d+)\/(\d+) (?:\[\d+:\d\d|\d+:\d\d:\d\d • )/g;

/** The last progress bar that a line has before some position: bars that were redrawn may share a line. */
export function barBefore(line: string, end = line.length): Bar | null {
  if (!line.includes('/')) return null;
  const match = [...line.slice(0, Math.min(end, 4096)).matchAll(bar)].at(-1);
  return match ? { done: Number(match[1]), total: Number(match[2]) } : null;
}
