import { fastfaceAuto } from '@fastface/core';
import { normal } from '@fastface/core/testing';
import { short } from '../../packages/sim/src/cli/numbers.js';
import { band, chart, line, staircase } from './charts.js';
import { expectedQuadratic } from './expectedQuadratic.js';
import type { Figure } from './figure.js';

const mostSteps = 20_000;
const noise = Float64Array.from({ length: mostSteps }, normal(7));
const learningRate = 0.5;

/** FastFace at work, in the loop: what it makes of a run, beside the same run at a constant rate. */
export const overview: Figure = {
  caption:
    'Gradient descent on a made-up quadratic with noise. Grey: the loss that training sees. Blue: the loss behind it, with FastFace, which sees only the grey. Orange: at a constant rate. Ticks: FastFace halves the rate.',
  controls: [
    { name: 'T', label: 'iterations', low: 1000, high: mostSteps, value: 4000, log: true, whole: true },
    { name: 'sigma', label: 'noise of one loss', low: 0.02, high: 2, value: 0.25, log: true },
    { name: 'tau', label: 'patience, share of the run', low: 0.02, high: 0.2, value: 0.05, log: true },
  ],
  draw({ T, sigma, tau }, wide) {
    const scheduler = fastfaceAuto({ learningRate, totalSteps: T!, patienceFraction: tau! });
    const [ours, constant] = [expectedQuadratic(), expectedQuadratic()];
    const seen = new Float64Array(T!);
    const expected = new Float64Array(T!);
    const without = new Float64Array(T!);
    const points: [number, number][] = [[0, learningRate]];
    const cuts: number[] = [];
    let state = scheduler.init();
    for (let t = 0; t < T!; t++) {
      expected[t] = ours.loss();
      without[t] = constant.loss();
      seen[t] = expected[t]! + sigma! * noise[t]!;
      const before = state.learningRate;
      state = scheduler.step(state, seen[t]!);
      if (state.learningRate !== before) {
        cuts.push(t);
        points.push([t, before], [t, state.learningRate]);
      }
      ours.step(state.learningRate);
      constant.step(learningRate);
    }
    const to = T! - 1;
    points.push([to, state.learningRate]);
    const marks = [band(seen, 0, wide), line(without, 2), line(expected, 1)];
    const lanes = [{ color: 1, steps: cuts, parted: null }];
    const rates = [
      staircase(
        [
          [0, learningRate],
          [to, learningRate],
        ],
        2,
      ),
      staircase(points, 1),
    ];
    return {
      svg:
        chart({ label: 'Loss', to, domain: [0, 6], marks, lanes }, wide) +
        chart({ label: 'Learning rate', to, domain: [0.001, 1], marks: rates, log: true, height: 110 }, wide),
      text:
        cuts.length === 0
          ? `No cut: the loss ends at ${short(expected[to]!)}, as at a constant rate.`
          : `${cuts.length} ${cuts.length === 1 ? 'cut' : 'cuts'}, the first at ${cuts[0]!.toLocaleString('en-US')}. The loss behind the noise ends at ${short(expected[to]!)}, at a constant rate at ${short(without[to]!)}.`,
    };
  },
};
