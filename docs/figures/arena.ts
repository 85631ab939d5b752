import { schedulerColors } from '../../packages/sim/src/report/palette.js';
import results from './arena.json' with { type: 'json' };
import { chart, line } from './charts.js';
import type { Figure } from './figure.js';
import { coloured, regretDots, schedulerColor } from './regretDots.js';

const percent = (value: number) => `${(100 * value).toFixed(1)} %`;

/** Mean regret of each scheduler: a dot and its interval. */
export const arenaRegret: Figure = {
  caption: 'Mean regret against the best fixed schedule of each place, with 95 % intervals. Less is better.',
  controls: [],
  draw(_, width) {
    const { standings, places, seeds } = results.all;
    const [first, second] = standings;
    return {
      svg: regretDots(standings, width, 'Mean regret by scheduler'),
      text: `${places} places, ${seeds} seeds: ${first!.contestant} ${percent(first!.meanRegret.value)}, ${second!.contestant} ${percent(second!.meanRegret.value)}.`,
    };
  },
};

/** A line for each scheduler over some places, with its name at the end. */
function lines(
  width: number,
  label: string,
  places: readonly string[],
  schedulers: readonly { readonly name: string; readonly values: readonly number[] }[],
  ticks: readonly (readonly [text: string, value: number])[],
): string {
  const [left, right, top, bottom] = [46, width - (width < 600 ? 92 : 120), 10, 210];
  const [low, high] = [ticks[0]![1], ticks.at(-1)![1]];
  const x = (i: number) => Number((left + 16 + ((right - left - 16) * i) / (places.length - 1)).toFixed(1));
  const y = (value: number) =>
    Number((bottom - ((bottom - top) * (Math.min(value, high) - low)) / (high - low)).toFixed(1));
  const grid = ticks.map(
    ([text, value]) =>
      `<path class="grid" d="M${left} ${y(value)}H${right}"/><text class="tick" x="${left - 6}" y="${y(value) + 4}" text-anchor="end">${text}</text>`,
  );
  const below = places.map(
    (text, i) => `<text class="tick" x="${x(i)}" y="${bottom + 18}" text-anchor="middle">${text}</text>`,
  );
  const ends = schedulers.map((one) => ({ ...one, at: y(one.values.at(-1)!) })).sort((a, b) => a.at - b.at);
  // Names that would lie over each other move apart, but not below the chart.
  for (let i = 1; i < ends.length; i++) ends[i]!.at = Math.max(ends[i]!.at, ends[i - 1]!.at + 13);
  for (let i = ends.length - 1, most = bottom - 4; i >= 0; i--, most = ends[i + 1]!.at - 13)
    ends[i]!.at = Math.min(ends[i]!.at, most);
  const marks = ends.map(({ name, values, at }) => {
    const path = values.map((value, i) => `${i === 0 ? 'M' : 'L'}${x(i)} ${y(value)}`);
    return `<g class="c${schedulerColor(name)}"><path class="line" d="${path.join('')}"/><text fill="currentColor" class="tick" style="fill:currentColor" x="${right + 6}" y="${at + 4}">${name}</text></g>`;
  });
  return `<svg viewBox="0 0 ${width} ${bottom + 26}" role="img" aria-label="${label}">${[...grid, ...below, ...marks].join('')}</svg>`;
}

/** Mean regret against the base rate. */
export const arenaRates: Figure = {
  caption: 'Mean regret against the base rate, in multiples of each task’s own; cut off at 60 %.',
  controls: [],
  draw(_, width) {
    const { byRate } = results;
    const schedulers = coloured
      .filter((name) => name !== 'power-2' && name !== 'wsd-10')
      .map((name) => ({
        name,
        values: byRate.map(
          ({ standings }) => standings.find(({ contestant }) => contestant === name)!.meanRegret.value,
        ),
      }));
    const places = byRate.map(({ rate }) => `× ${rate}`);
    const ticks = [0, 0.2, 0.4, 0.6].map((value) => [`${100 * value} %`, value] as const);
    return {
      svg: lines(width, 'Mean regret against the base rate', places, schedulers, ticks),
      text: `fastface-auto: ${schedulers[0]!.values.map(percent).join(', ')}.`,
    };
  },
};

/** Metric against budget. */
export const arenaBudgets: Figure = {
  caption:
    'Test metric against budget, over the best fixed schedule’s with all updates; logarithmic. Less is better.',
  controls: [],
  draw(_, width) {
    const schedulers = results.byBudget
      .filter(({ scheduler }) => scheduler !== 'power-2' && scheduler !== 'wsd-10')
      .map(({ scheduler, ratios }) => ({ name: scheduler, values: ratios.map(Math.log) }));
    const shares = results.budgets.map((budget) => `${100 * budget} %`);
    const ticks = [0.8, 1, 1.5, 2, 3].map((value) => [String(value), Math.log(value)] as const);
    const auto = results.byBudget.find(({ scheduler }) => scheduler === 'fastface-auto')!;
    return {
      svg: lines(width, 'Test metric against budget', shares, schedulers, ticks),
      text: `fastface-auto: ${auto.ratios.map((ratio) => ratio.toFixed(2)).join(', ')}.`,
    };
  },
};

/** Loss and rate of one task under several schedulers. */
export const arenaCurves: Figure = {
  caption:
    'Handwritten digits, 3,000 updates, the same seed: training loss in pieces of 30 updates, and below it the rate. Red: constant. Ochre: straight line. Olive: halved at every plateau (fastface-steps). Blue: fastface-auto.',
  controls: [],
  draw(_, width) {
    const { curves } = results;
    const to = curves[0]!.losses.length - 1;
    const colors = schedulerColors(curves.map(({ scheduler }) => scheduler));
    const marks = curves.map(({ losses }, i) => line(losses, colors[i]!));
    const rates = curves.map(({ rates }, i) => line(rates, colors[i]!));
    const most = Math.max(...curves.flatMap(({ rates }) => rates));
    const said = curves.map(({ scheduler, metric }) => `${scheduler} ${metric?.toPrecision(3)}`);
    return {
      svg:
        chart({ label: 'Training loss', to, domain: [0, 0.8], marks }, width) +
        chart({ label: 'Learning rate', to, domain: [0, 1.05 * most], marks: rates, height: 110 }, width),
      text: `Test cross-entropy at the end: ${said.join(', ')}.`,
    };
  },
};
