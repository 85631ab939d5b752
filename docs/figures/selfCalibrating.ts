import { fastfaceSteps } from '@fastface/core';
import { normal } from '@fastface/core/testing';
import { short } from '../../packages/sim/src/numbers.js';
import { band, chart, line } from './charts.js';
import type { Figure } from './figure.js';

const mostSteps = 20_000;
const noise = Float64Array.from({ length: mostSteps }, normal(3));
const patienceFraction = 0.05;

/** The line that fastfaceSteps draws from the noise, which changes in the middle of a fall. */
export const selfCalibrating: Figure = {
  caption:
    'A loss that falls for 60 % of the run; at 30 % its noise changes. Below, the trend against the line λ made from the noise seen so far (orange). Ticks: reductions.',
  controls: [
    {
      name: 'T',
      label: 'length T, iterations',
      low: 1000,
      high: mostSteps,
      value: 6000,
      log: true,
      whole: true,
    },
    { name: 'sigma', label: 'noise σ of one loss', low: 0.01, high: 10, value: 1, log: true },
    { name: 'ratio', label: 'noise after 30 %, times as much', low: 0.1, high: 3, value: 0.4, log: true },
    { name: 'fall', label: 'fall in a patience, σ', low: 0.5, high: 20, value: 4, log: true },
  ],
  draw({ T, sigma, ratio, fall }, wide) {
    const patience = Math.floor(patienceFraction * T!);
    const end = Math.round(0.6 * T!);
    const losses = Float64Array.from({ length: T! }, (_, t) => {
      const left = Math.max(0, end - t) / patience;
      return sigma! * (fall! * left + (t < 0.3 * T! ? 1 : ratio!) * noise[t]!);
    });
    const scheduler = fastfaceSteps({ learningRate: 1, totalSteps: T!, patienceFraction });
    const trends = new Float64Array(T!).fill(Number.NaN);
    const lines = new Float64Array(T!).fill(Number.NaN);
    const cuts: number[] = [];
    let state = scheduler.init();
    losses.forEach((loss, t) => {
      state = scheduler.step(state, loss);
      if (state.decision === 'reduce') cuts.push(t);
      if (state.threshold === null) return;
      trends[t] = state.trend!;
      lines[t] = state.threshold;
    });
    const from = lines.findIndex((value) => !Number.isNaN(value));
    const to = T! - 1;
    const lanes = [{ color: 1, steps: cuts, parted: null }];
    const unit = (sigma! * Math.max(fall!, 1)) / patience;
    const tail = (values: Float64Array) => values.subarray(Math.max(0, from));
    const early = cuts.filter((cut) => cut < end).length;
    const first = cuts.find((cut) => cut >= end);
    return {
      svg:
        chart(
          { label: 'Loss', to, domain: rangeOf(losses), marks: [band(losses, 0, wide)], height: 130 },
          wide,
        ) +
        chart(
          {
            ...{ label: 'Trend against its threshold', to, domain: [-unit, 2 * unit] as const, lanes },
            marks: [line(tail(trends), 1, { from }), line(tail(lines), 2, { from })],
          },
          wide,
        ),
      text: `P = ${patience.toLocaleString('en-US')}. ${early} reductions while it falls${first === undefined ? '; none after' : `; the plateau is answered after ${short((first - end) / patience)} P`}. At the end the noise is taken for ${short(state.noise ?? 0)}; it is ${short(sigma! * ratio!)}.`,
    };
  },
};

const rangeOf = (values: Float64Array): readonly [number, number] => [
  values.reduce((a, b) => Math.min(a, b), Infinity),
  values.reduce((a, b) => Math.max(a, b), -Infinity),
];
