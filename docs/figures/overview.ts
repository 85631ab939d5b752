import { fastfaceAuto } from '@fastface/core';
import { normal } from '@fastface/core/testing';
import { short } from '../../packages/sim/src/numbers.js';
import { band, chart, line } from './charts.js';
import { expectedQuadratic } from './expectedQuadratic.js';
import type { Figure } from './figure.js';

const mostSteps = 20_000;
const noise = Float64Array.from({ length: mostSteps }, normal(7));

/** FastFace at work, in the loop: what it makes of a run, beside the same run at a constant rate. */
export const overview: Figure = {
  caption:
    'Gradient descent on a made-up quadratic with noise. Grey: the loss that training sees. Blue: the loss behind it, with FastFace, which sees only the grey. Orange: at a constant rate. Below, the rates: FastFace holds its rate while the loss falls, then goes straight to zero. Tick: it begins to.',
  controls: [
    { name: 'T', label: 'iterations', low: 1000, high: mostSteps, value: 4000, log: true, whole: true },
    { name: 'sigma', label: 'noise of one loss', low: 0.02, high: 2, value: 0.25, log: true },
    { name: 'rate', label: 'base rate', low: 0.05, high: 1, value: 0.5, log: true },
  ],
  draw({ T, sigma, rate }, wide) {
    const scheduler = fastfaceAuto({ learningRate: rate!, totalSteps: T! });
    const [ours, constant] = [expectedQuadratic(), expectedQuadratic()];
    const seen = new Float64Array(T!);
    const expected = new Float64Array(T!);
    const without = new Float64Array(T!);
    const held = new Float64Array(T!).fill(rate!);
    const rates = new Float64Array(T!);
    let state = scheduler.init();
    for (let t = 0; t < T!; t++) {
      expected[t] = ours.loss();
      without[t] = constant.loss();
      seen[t] = expected[t]! + sigma! * noise[t]!;
      rates[t] = state.learningRate;
      ours.step(state.learningRate);
      constant.step(rate!);
      state = scheduler.step(state, seen[t]!);
    }
    const from = state.descent!.from;
    const to = T! - 1;
    const marks = [band(seen, 0, wide), line(without, 2), line(expected, 1)];
    const lanes = [{ color: 1, steps: [from], parted: null }];
    const both = [line(held, 2), line(rates, 1)];
    const why = state.descent!.cause === 'plateau' ? 'the loss has stopped falling' : 'the last tenth begins';
    return {
      svg:
        chart({ label: 'Loss', to, domain: [0, 6], marks, lanes }, wide) +
        chart({ label: 'Learning rate', to, domain: [0, 1.1 * rate!], marks: both, height: 110 }, wide),
      text: `Held for ${(from + 1).toLocaleString('en-US')} iterations, until ${why}. The loss behind the noise ends at ${short(expected[to]!)}, at a constant rate at ${short(without[to]!)}.`,
    };
  },
};
