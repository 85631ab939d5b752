import type { Row } from './rows.js';

export type Verdict = 'ambitious' | 'good' | 'not met';

export function verdict({ value, better, good, ambitious }: Row): Verdict {
  const reaches = (bound: number) => (better === 'smaller' ? value <= bound : value >= bound);
  return reaches(ambitious) ? 'ambitious' : good !== null && reaches(good) ? 'good' : 'not met';
}

const digits = ({ unit, better }: Row) => (better === 'larger' ? 4 : unit === '%' ? 3 : 0);
const written = (row: Row, value: number) =>
  `${value.toFixed(digits(row))}${row.unit === '' ? '' : ` ${row.unit}`}`;

export const header = ['test', 'measured', 'good', 'ambitious', 'goal reached', 'measure'];

export const tableRow = (row: Row): string[] => {
  const sign = row.better === 'smaller' ? '≤' : '≥';
  return [
    row.name,
    written(row, row.value),
    row.good === null ? '–' : `${sign} ${written(row, row.good)}`,
    `${sign} ${written(row, row.ambitious)}`,
    verdict(row),
    row.note,
  ];
};

export const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

/** The figures of a page, by the name of their row. */
export function figuresIn(page: string): Map<string, number> {
  const figures = new Map<string, number>();
  for (const line of page.split('\n')) {
    const [, name, value] = /^\| ([^|]+) \| (-?[\d.]+)(?: %)? \| [≤≥–]/.exec(line) ?? [];
    if (name !== undefined) figures.set(name, Number(value));
  }
  return figures;
}

/** Differences between rows and a page, beyond each row's tolerance. */
export function differences(page: string, rows: readonly Row[]): string[] {
  const figures = figuresIn(page);
  return rows.flatMap((row) => {
    const known = figures.get(row.name);
    if (known === undefined) return [`${row.name}: not on the page`];
    const allowed = row.tolerance * Math.abs(known) + 0.5 * 10 ** -digits(row);
    if (Math.abs(row.value - known) <= allowed) return [];
    return [`${row.name}: ${written(row, row.value)}, on the page ${known} (± ${allowed.toPrecision(2)})`];
  });
}
