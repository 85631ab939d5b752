import { normal } from '@fastface/core/testing';
import { averaged } from '../../packages/sim/src/lossModel/fitRows.js';
import { fitSpectral } from '../../packages/sim/src/lossModel/fitSpectral.js';
import type { LossModel } from '../../packages/sim/src/lossModel/lossModel.js';
import { modelTrace } from '../../packages/sim/src/lossModel/modelTrace.js';
import { predict, predictLaw } from '../../packages/sim/src/lossModel/predict.js';
import { weigh } from '../../packages/sim/src/lossModel/weigh.js';
import { short } from '../../packages/sim/src/numbers.js';
import type { Mark } from '../../packages/sim/src/report/svgMarks.js';
import { trainQuadratic } from '../../scripts/noisyQuadratic.js';
import { band, chart, staircase } from './charts.js';
import type { Figure } from './figure.js';

const steps = 6000;
const baseRate = 0.2;
/** Iterations in a record of the log. */
const stride = 10;

/** Training that really happens: SGD on a noisy quadratic in 24 directions, at a rate that is cut once; and its log. */
function train(cutAt: number, factor: number, seed: number) {
  const rateAt = (step: number) => (step < cutAt * steps ? baseRate : factor * baseRate);
  const losses = trainQuadratic(rateAt, steps, normal(seed));
  const records = averaged(losses, stride);
  const learningRates = records.map((_, i) => rateAt(stride * i));
  const counted = records.map((_, i) => stride * (i + 1));
  const segment = { steps: counted, losses: records, learningRates, plannedSteps: null, run: null };
  return { losses, log: modelTrace(segment, '', 'mean') };
}

let fitted: Pick<LossModel, 'baseRate' | 'epochLength' | 'variants'> | undefined;
/** The model is fitted to one run, once: half of it at the base rate, half at three tenths of it. */
function model() {
  const grid = { memoryPower: 1, floorPowers: [0.5, 0.75, 1] };
  const constants = { baseRate, epochLength: null };
  fitted ??= {
    ...constants,
    variants: weigh(fitSpectral([train(0.5, 0.3, 1).log], { ...constants, ...grid })),
  };
  return fitted;
}
/** Sum of the rates of that run, and of one with another cut. */
const timeOf = (cutAt: number, factor: number) => baseRate * steps * (cutAt + (1 - cutAt) * factor);

/** What a model that was fitted to one schedule expects of another, and a training with it. */
export const simulation: Figure = {
  caption:
    'SGD on a noisy quadratic in 24 directions (grey: the loss of each iteration), trained anew for these sliders, and what a model expects of it (blue, with the range of its variants) that saw one run alone: another seed, its rate cut to 0.3 in the middle.',
  controls: [
    {
      name: 'cutAt',
      label: 'the rate is cut after this share of the run',
      low: 0.05,
      high: 0.95,
      value: 0.25,
    },
    { name: 'factor', label: 'to this part of it', low: 0.05, high: 1, value: 0.1, log: true },
    { name: 'seed', label: 'seed of the training', low: 2, high: 40, value: 2, whole: true },
  ],
  draw({ cutAt, factor, seed }, wide) {
    const { losses, log } = train(cutAt!, factor!, seed!);
    const expected = predict(model(), log);
    const [low, high] = [expected.slice(), expected.slice()];
    for (const { law } of model().variants)
      predictLaw(law, log, model()).forEach((loss, i) => {
        low[i] = Math.min(low[i]!, loss);
        high[i] = Math.max(high[i]!, loss);
      });
    const [said, range]: Mark[] = [
      { kind: 'line', color: 1, points: [...expected].map((loss, i) => [stride * i, loss]) },
      { kind: 'band', color: 1, points: [...low].map((loss, i) => [stride * i, loss, high[i]!]) },
    ];
    const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    const [real, guess] = [mean(log.losses.slice(-30)), mean(expected.slice(-30))];
    const beyond = timeOf(cutAt!, factor!) / timeOf(0.5, 0.3);
    const rates = [
      [0, baseRate],
      [cutAt! * steps, baseRate],
      [cutAt! * steps, factor! * baseRate],
      [steps - 1, factor! * baseRate],
    ] as const;
    const common = { to: steps - 1, log: true };
    return {
      svg:
        chart(
          {
            ...{ ...common, label: 'Loss, measured and expected', height: 240 },
            domain: [0.3, Math.max(...losses)],
            marks: [band(losses, 0, wide), range!, said!],
          },
          wide,
        ) +
        chart(
          {
            ...{ ...common, label: 'Learning rate', height: 130 },
            domain: [baseRate / 25, 1.2 * baseRate],
            marks: [staircase(rates, 2)],
          },
          wide,
        ),
      text: `At the end, mean of the last 300 iterations: ${short(real)} measured, ${short(guess)} expected, ${(100 * Math.abs(guess / real - 1)).toFixed(1)} % off.${
        beyond > 1.05
          ? ` The rates add up to ${beyond.toFixed(1)} times those of the run that the model saw: it extrapolates.`
          : ''
      }`,
    };
  },
};
