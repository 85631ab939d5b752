import type { Estimate, Verdict } from './verdict.js';

/** The verdict as a table for people. */
export function verdictText({ places, seeds, about, standings }: Verdict): string {
  const rows = standings.map(
    ({
      contestant,
      fixed,
      meanRegret,
      worst,
      within1,
      sweptRegret,
      width,
      timeToTarget,
      difference,
      tie,
    }) => [
      `${contestant}${fixed ? ' *' : ''}`,
      `${percent(meanRegret.value)} ${interval(meanRegret)}`,
      percent(worst.value),
      share(within1.value),
      percent(sweptRegret.value),
      width.value.toFixed(1),
      timeToTarget === null ? '' : timeToTarget.value.toFixed(2),
      difference === null ? '' : `${percent(difference.value)} ${interval(difference)}${tie ? ' tie' : ''}`,
    ],
  );
  const head = [
    'scheduler',
    'regret [95 %]',
    'worst',
    '≤ 1 %',
    'swept',
    'width',
    'time',
    about ? `more than ${about}` : '',
  ];
  const widths = head.map((title, c) => Math.max(title.length, ...rows.map((row) => row[c]!.length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, c) => (c === 0 ? cell.padEnd(widths[c]!) : cell.padStart(widths[c]!)))
      .join('  ')
      .trimEnd();
  const worstPlaces = standings.slice(0, 3).map(({ contestant, worst }) => `  ${contestant}: ${worst.place}`);
  return [
    `${places} places (task, base rate, budget), ${seeds} seeds; * fixed schedule; regret against the best fixed one of each place`,
    '',
    line(head),
    ...rows.map(line),
    '',
    'worst places:',
    ...worstPlaces,
  ].join('\n');
}

const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
const share = (value: number) => `${Math.round(100 * value)} %`;
const interval = ({ low, high }: Estimate) => `[${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`;
