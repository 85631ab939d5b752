import { changes, fastface, trendDeviation } from '@fastface/core';
import { normal } from '@fastface/core/testing';
import { short } from '../../packages/sim/src/numbers.js';
import type { Mark } from '../../packages/sim/src/report/svgMarks.js';
import { band, chart, level, line, shades } from './charts.js';
import type { Figure } from './figure.js';

const mostSteps = 200_000;
const noise = Float64Array.from({ length: mostSteps }, normal(5));

/** The parameters that follow from noise and length, and what FastFace does with them on a fall and a plateau. */
export const choosing: Figure = {
  caption:
    'A loss that falls by 4κσ a patience for 40 % of the run, then stays: its trend with the values that follow, against λ (dashed). Shaded: stationary. Ticks: reductions.',
  controls: [
    {
      name: 'T',
      label: 'length T, iterations',
      low: 1000,
      high: mostSteps,
      value: 20_000,
      log: true,
      whole: true,
    },
    { name: 'sigma', label: 'noise σ of one loss', low: 0.01, high: 10, value: 0.5, log: true },
    { name: 'tau', label: 'patience fraction τ', low: 0.005, high: 0.2, value: 0.05, log: true },
    { name: 'kappa', label: 'κ, noise multiple', low: 0.1, high: 2, value: 0.5, log: true },
    { name: 'r', label: 'r, noise ratio', low: 0.05, high: 1, value: 0.25, log: true },
  ],
  draw({ T, sigma, tau, kappa, r }, wide) {
    const patience = Math.max(1, Math.floor(tau! * T!));
    const alpha = Math.min(1, ((2 * r! * kappa!) / patience) ** (2 / 3));
    const threshold = (kappa! * sigma!) / patience;
    const end = 0.4 * T!;
    const losses = Float64Array.from(
      { length: T! },
      (_, t) => 4 * kappa! * sigma! * (Math.max(0, end - t) / patience) + sigma! * noise[t]!,
    );
    const options = { learningRate: 1, patience, alpha, beta: alpha, threshold };
    const scheduler = fastface(options);
    const size = Math.max(1, Math.ceil(T! / 800));
    const trends: number[] = [];
    let state = scheduler.init();
    const rates = new Float64Array(size);
    for (let from = 0; from < T!; from += size) {
      state = scheduler.run(state, losses.subarray(from, from + size), rates);
      trends.push(state.trend ?? 0);
    }
    const found = changes(scheduler, losses);
    const marks = [
      ...shades(trends.length, (i) => trends[i]! < threshold),
      line(trends, 1),
      level(threshold, 0, trends.length - 1, 1),
    ].map((mark) => stretch(mark, size));
    const deviation = sigma! * trendDeviation(alpha, alpha);
    const first = found[0]?.iteration;
    const early = found.filter(({ iteration }) => iteration < end).length;
    return {
      svg:
        chart(
          {
            label: 'Loss',
            to: T! - 1,
            domain: domainOf(losses),
            marks: [band(losses, 0, wide)],
            height: 130,
          },
          wide,
        ) +
        chart(
          {
            ...{
              label: 'Trend against its threshold',
              to: T! - 1,
              domain: [-2 * threshold, 6 * threshold] as const,
            },
            ...{ marks, lanes: [{ color: 2, steps: found.map(({ iteration }) => iteration), parted: null }] },
          },
          wide,
        ),
      text: `P = ${patience.toLocaleString('en-US')}, alpha = beta = ${short(alpha)}, λ = ${short(threshold)}; the noise of the trend is ${short(deviation)} = ${short(deviation / threshold)}·λ. ${
        first === undefined
          ? 'No reduction.'
          : `${early} reductions before the fall ends; the first at ${first.toLocaleString('en-US')}, ${short((first - end) / patience)} P after its end.`
      }`,
    };
  },
};

const domainOf = (values: Float64Array): readonly [number, number] => [
  values.reduce((a, b) => Math.min(a, b), Infinity),
  values.reduce((a, b) => Math.max(a, b), -Infinity),
];

/** Marks over samples, as marks over iterations. */
function stretch(mark: Mark, size: number): Mark {
  if (mark.kind === 'shade') return { ...mark, from: mark.from * size, to: mark.to * size };
  if (mark.kind === 'line' || mark.kind === 'level')
    return { ...mark, points: mark.points.map(([step, value]) => [step * size, value] as const) };
  return mark;
}
