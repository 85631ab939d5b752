import { fastfaceAuto } from '@fastface/core';
import { normal } from '@fastface/core/testing';
import { short } from '../../packages/sim/src/numbers.js';
import { band, chart, type Label, line } from './charts.js';
import { expectedQuadratic } from './expectedQuadratic.js';
import type { Figure } from './figure.js';

const mostSteps = 20_000;
const noise = Float64Array.from({ length: mostSteps }, normal(7));

/** FastFace at work, in the loop: what it makes of a run, beside the same run at a constant rate. */
export const overview: Figure = {
  caption:
    'Gradient descent on a made-up quadratic with noise. Grey: the loss that training sees, and FastFace with it. Lines: the loss without the noise, blue with FastFace, red at a constant rate. Shaded: the way down. Below: the learning rates.',
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
    const down = { kind: 'shade', from, to } as const;
    const marks = [down, band(seen, 0, wide), line(without, 7), line(expected, 1)];
    const both = [down, line(held, 7), line(rates, 1)];
    const narrow = wide < 600;
    const level = without[to]! + 3 * sigma! + 0.5;
    const labels: Label[] = [
      { text: narrow ? 'rate held' : 'loss falls: the rate is held', step: 0.04 * to, value: 5.5 },
      // Where the way down is short, its words end at the edge.
      from > 0.6 * to
        ? { text: narrow ? 'to zero' : 'plateau: straight to zero', step: to, value: 5.5, anchor: 'end' }
        : { text: narrow ? 'to zero' : 'plateau: straight to zero', step: from + 0.01 * to, value: 5.5 },
      { text: 'loss seen', step: 0.4 * from, value: Math.min(level, 4.6), color: 0 },
    ];
    const below: Label[] = [
      { text: 'constant rate', step: to, value: 1.06 * rate!, color: 7, anchor: 'end' },
      { text: 'FastFace', step: from + 0.45 * (to - from), value: 0.5 * rate!, color: 1, anchor: 'end' },
    ];
    const why = state.descent!.cause === 'plateau' ? 'the loss has stopped falling' : 'the last tenth begins';
    return {
      svg:
        chart({ label: 'Loss', to, domain: [0, 6], marks, labels }, wide) +
        chart(
          { label: 'Learning rate', to, domain: [0, 1.25 * rate!], marks: both, labels: below, height: 110 },
          wide,
        ),
      text: `Held for ${(from + 1).toLocaleString('en-US')} iterations, until ${why}. The loss behind the noise ends at ${short(expected[to]!)}, at a constant rate at ${short(without[to]!)}.`,
    };
  },
};
