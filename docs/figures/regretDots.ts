import { schedulerColors } from '../../packages/sim/src/report/palette.js';

const order = [
  'fastface-auto',
  'wsd-20',
  'wsd-10',
  'cosine',
  'linear',
  'power-2',
  'constant',
  'fastface-steps',
];

/** The colour of a scheduler, the same in all figures of arenas; grey for those without one. */
export const schedulerColor = (name: string): number =>
  order.includes(name) ? schedulerColors([name])[0]! : 0;

/** The schedulers with a colour of their own, in its order. */
export const coloured: readonly string[] = order;

interface Regret {
  readonly contestant: string;
  readonly meanRegret: { readonly value: number; readonly low: number; readonly high: number };
}

/** Mean regret of each scheduler: a dot and its interval, from 0 on. */
export function regretDots(standings: readonly Regret[], width: number, label: string): string {
  const [left, right, row] = [width < 600 ? 110 : 150, width - 20, 26];
  const most = Math.max(...standings.map(({ meanRegret }) => meanRegret.high));
  const x = (value: number) => Number((left + ((right - left) * value) / most).toFixed(1));
  const height = standings.length * row + 34;
  const step = [0.5, 0.2, 0.1, 0.05, 0.02, 0.01].find((one) => most / one >= 3) ?? 0.005;
  const ticks = Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => i * step);
  const grid = ticks.map(
    (value) =>
      `<path class="grid" d="M${x(value)} 4V${height - 26}"/><text class="tick" x="${x(value)}" y="${height - 8}" text-anchor="middle">${Number((100 * value).toFixed(1))} %</text>`,
  );
  const rows = standings.map(({ contestant, meanRegret: { value, low, high } }, i) => {
    const y = i * row + 18;
    return `<text class="tick" x="${left - 8}" y="${y + 4}" text-anchor="end">${contestant}</text><g class="c${schedulerColor(contestant)}"><path class="steps" d="M${x(low)} ${y}H${x(high)}"/><circle fill="currentColor" cx="${x(value)}" cy="${y}" r="5"/></g>`;
  });
  return `<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}">${grid.join('')}${rows.join('')}</svg>`;
}
