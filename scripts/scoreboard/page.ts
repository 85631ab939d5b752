import { patienceOf } from './contestants.js';
import type { Score } from './score.js';

/** A Markdown table. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

const digits = (value: number, places: number) =>
  value === Number.POSITIVE_INFINITY ? '–' : value.toFixed(places);

/** False reductions in %, plateaus found in %, median delay in patience windows: one cell. */
export const cell = ({ falsePercent, foundPercent, medianDelay }: Score): string =>
  `${digits(falsePercent, falsePercent < 1 ? 2 : 0)} · ${digits(foundPercent, foundPercent > 99 ? 1 : 0)} · ${digits(medianDelay, 2)}`;

export const headline = ['steps', 'patience', 'steepness', 'runs', 'false %', 'found %', 'median', '99 %'];

export const headlineRow = (steps: number, steepness: number, one: Score): string[] => [
  String(steps),
  String(patienceOf(steps)),
  String(steepness),
  String(one.runs),
  digits(one.falsePercent, 2),
  digits(one.foundPercent, 2),
  digits(one.medianDelay, 2),
  digits(one.lateDelay, 2),
];
