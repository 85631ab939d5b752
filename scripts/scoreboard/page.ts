import { patienceOf, type Score } from '@fastface/sim';

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The page with its long tables folded: what a reader looks up stands behind what everyone reads. */
export const folded = (page: string): string =>
  page.replace(/(?:^\|.*\n)+/gm, (rows) => {
    const count = rows.split('\n').length - 3;
    return count <= 6 ? rows : `<details><summary>Table of ${count} rows</summary>\n\n${rows}\n</details>\n`;
  });

const digits = (value: number, places: number) =>
  value === Number.POSITIVE_INFINITY ? '–' : value.toFixed(places);

/** False reductions in %, plateaus found in %, median delay in patience windows: one cell. */
export const cell = ({ falsePercent, foundPercent, medianDelay }: Score): string =>
  `${falsePercent === null ? '–' : digits(falsePercent, falsePercent < 1 ? 2 : 0)} · ${digits(foundPercent, foundPercent > 99 ? 1 : 0)} · ${digits(medianDelay, 2)}`;

export const headline = ['steps', 'patience', 'steepness', 'runs', 'false %', 'found %', 'median', '99 %'];

export const headlineRow = (steps: number, steepness: number, one: Score): string[] => [
  String(steps),
  String(patienceOf(steps)),
  String(steepness),
  String(one.runs),
  digits(one.falsePercent ?? Number.POSITIVE_INFINITY, 2),
  digits(one.foundPercent, 2),
  digits(one.medianDelay, 2),
  digits(one.lateDelay, 2),
];

/** Scores of several cases, counted together; delays are medians of medians. */
export function together(scores: readonly Score[]): Score {
  const runs = scores.reduce((sum, one) => sum + one.runs, 0);
  const mean = (of: (one: Score) => number | null) => {
    const counted = scores.filter((one) => of(one) !== null);
    const weight = counted.reduce((sum, one) => sum + one.runs, 0);
    return counted.reduce((sum, one) => sum + of(one)! * one.runs, 0) / weight;
  };
  const medians = scores.map(({ medianDelay }) => medianDelay).sort((a, b) => a - b);
  return {
    runs,
    falsePercent: mean(({ falsePercent }) => falsePercent),
    foundPercent: mean(({ foundPercent }) => foundPercent),
    medianDelay: medians[medians.length >> 1]!,
    lateDelay: Math.max(...scores.map(({ lateDelay }) => lateDelay)),
  };
}
