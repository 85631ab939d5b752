/** A stretch of a line that may differ between lines of one shape: digits, or the picture of a progress bar. */
export interface Run {
  readonly from: number;
  readonly to: number;
  readonly isBar: boolean;
  /** Whether a leading zero makes it something else, as in JSON, which has none. */
  readonly isStrict: boolean;
}

export const isDigit = (code: number): boolean => code >= 48 && code <= 57;
/** `#` as well: `#011` is how syslog writes a tab. */
const isLetter = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || code === 95 || code === 35;
/** What may stand within a name: `train/loss`, `lr-0`, `v1.2`, `map@5`. */
const joins = (code: number): boolean => (code >= 45 && code <= 47) || code === 64;

/** `42%|████▏     |`, of which the part between the bars is drawn. */
const bar = /(?<=\d%\|)[ #\u2580-\u259f]*[#\u2580-\u259f][ #\u2580-\u259f]*(?=\|)/g;

/** Digits that belong to no name: `loss_2` and `1e-05` keep theirs, `step 12/100` and `0.25` do not. */
export function runsOf(line: string): Run[] {
  const runs: Run[] = [];
  let inName = false;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (!isDigit(code)) {
      inName = isLetter(code) || (inName && joins(code));
      continue;
    }
    const from = i;
    while (i + 1 < line.length && isDigit(line.charCodeAt(i + 1))) i++;
    if (!inName) runs.push({ from, to: i + 1, isBar: false, isStrict: false });
  }
  if (!line.includes('%|')) return runs;
  for (const { index, 0: text } of line.matchAll(bar))
    runs.push({ from: index, to: index + text.length, isBar: true, isStrict: false });
  return runs.sort((a, b) => a.from - b.from);
}

/** A number that is the same for lines that differ in such digits only. */
export function shapeHash(line: string): number {
  let hash = 0;
  let inName = false;
  for (let i = 0; i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (isDigit(code)) {
      if (inName) hash = (Math.imul(hash, 31) + code) | 0;
      continue;
    }
    inName = isLetter(code) || (inName && joins(code));
    hash = (Math.imul(hash, 31) + code) | 0;
  }
  return hash >>> 0;
}
