import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findEpochLength } from '../../src/lossModel/findEpochLength.js';
import { findings } from '../../src/lossModel/findings.js';
import { fitErrors } from '../../src/lossModel/fitErrors.js';
import { fitLossModel } from '../../src/lossModel/fitLossModel.js';
import type { Law } from '../../src/lossModel/lossModel.js';
import type { ModelTrace } from '../../src/lossModel/modelTrace.js';
import { modelTrace } from '../../src/lossModel/modelTrace.js';
import { predict } from '../../src/lossModel/predict.js';
import { readTraceFile, testWithTrace } from '../traces.js';
import {
  baseRate,
  known,
  lossesOf,
  quiet,
  remembering,
  scheduleOf,
  type schedules,
  traceOf,
} from './runs.js';

const noisy = { scale: 0.05, power: 0.5, slow: 0, slowTime: 100 };

const run = (
  law: Law,
  name: keyof typeof schedules,
  noise = quiet,
  seed = 1,
  epochLength: number | null = null,
) => traceOf(lossesOf(law, scheduleOf(name), noise, { seed, epochLength }));

const finding = (model: Parameters<typeof findings>[0], name: RegExp) =>
  findings(model).find((one) => name.test(one.name))!;

/** Relative error of a model on a run that it was not fitted to. */
const errorOn = (model: Parameters<typeof predict>[0], trace: ModelTrace) =>
  fitErrors(trace.losses, predict(model, trace)).mean;

describe('fitting what the spectral law has made', () => {
  test('without noise: other schedules are predicted within 0.3 %, the drop of a cut is found within 5 %', () => {
    const model = fitLossModel([run(known, 'step'), run(known, 'stairs')]);
    for (const name of ['constant', 'cosine'] as const)
      expect(errorOn(model, run(known, name))).toBeLessThan(0.003);
    const drop = 0.5 * (1 - 0.5 ** 0.75);
    expect(Math.abs(finding(model, /cut to half/).median / drop - 1)).toBeLessThan(0.05);
    expect(finding(model, /power of the noise floor/).median).toBe(0.75);
  });

  test('with noise: the law is predicted within 1 %, and the noise is found within 10 %', () => {
    const model = fitLossModel([run(known, 'step', noisy, 1), run(known, 'stairs', noisy, 2)]);
    for (const name of ['constant', 'cosine'] as const)
      expect(errorOn(model, run(known, name))).toBeLessThan(0.01);
    const { scale, power } = model.noise;
    for (const loss of [2.7, 4])
      expect(Math.abs((scale * loss ** power) / (0.05 * loss ** 0.5) - 1)).toBeLessThan(0.1);
    expect(model.noise.slow).toBeLessThan(0.01);
  });

  test('with memory: the drops at the ends of epochs are found within 10 %, and are missed without them', () => {
    const epochLength = 1500;
    const traces = (['step', 'stairs'] as const).map((name) => run(remembering, name, noisy, 3, epochLength));
    const [told, untold] = [fitLossModel(traces, { epochLength }), fitLossModel(traces)];
    const held = run(remembering, 'constant', quiet, 1, epochLength);
    expect(errorOn(told, held)).toBeLessThan(0.01);
    expect(errorOn(untold, held)).toBeGreaterThan(2 * errorOn(told, held));
    const drop = 8 / epochLength / -Math.expm1(-0.05 * baseRate);
    expect(Math.abs(finding(told, /end of an epoch/).median / drop - 1)).toBeLessThan(0.1);
    expect(told.alternatives.map(({ name }) => name)).toEqual(['memory power 0.5', 'memory power 2']);
  });

  test('a slow deviation of the run is measured', () => {
    const slow = { ...noisy, slow: 0.02, slowTime: 300 };
    const traces = (['step', 'stairs', 'constant'] as const).map((name, i) => run(known, name, slow, 20 + i));
    const { noise } = fitLossModel(traces);
    expect(noise.slow).toBeGreaterThan(0.01);
    expect(noise.slow).toBeLessThan(0.03);
  });

  test('a constant rate alone does not tell what a cut does', () => {
    const model = fitLossModel([run(known, 'constant', noisy)]);
    expect(model.variants.every(({ law }) => law.law === 'spectral' && law.floor.length === 0)).toBe(true);
    expect(finding(model, /cut to half/)).toBeUndefined();
  });
});

describe('the other laws', () => {
  const shared = { limit: 2, power: { amplitude: 3, exponent: 0.5, scale: 5 } };
  // A cut by Δη ends Δη·annealing/(1 − retention) and Δη·annealing lower.
  const others: { readonly law: Law; readonly drop: number }[] = [
    {
      law: { law: 'tissue', ...shared, annealing: 0.05, retention: 0.99 },
      drop: (0.05 / 0.01) * (baseRate / 2),
    },
    {
      law: { law: 'multi-power', ...shared, annealing: 6, speed: 0.5, rateExponent: 0.5, saturation: 0.7 },
      drop: 6 * (baseRate / 2),
    },
  ];
  test.each(others)('$law.law recovers its own runs within 0.5 % and the drop by a cut', ({ law, drop }) => {
    const model = fitLossModel([run(law, 'step'), run(law, 'stairs')], { law: law.law });
    for (const name of ['constant', 'cosine'] as const)
      expect(errorOn(model, run(law, name))).toBeLessThan(0.005);
    expect(model.variants[0]!.law.law).toBe(law.law);
    expect(Math.abs(finding(model, /cut to half/).median / drop - 1)).toBeLessThan(0.1);
  });
});

describe('a fit does not depend on the units', () => {
  const original = run(known, 'step', noisy, 4);
  const expected = predict(fitLossModel([original]), original);

  test('of the loss, the learning rate or the step', () => {
    const factors = fc.constantFrom(1e-3, 0.25, 4, 1000);
    fc.assert(
      fc.property(factors, factors, fc.constantFrom(1, 2, 7), (loss, rate, step) => {
        const scaled: ModelTrace = {
          ...original,
          losses: original.losses.map((value) => value * loss),
          rates: original.rates.map((value) => value * rate),
          steps: original.steps.map((value) => value * step),
          firstStep: 1,
        };
        const again = predict(fitLossModel([scaled]), scaled);
        for (let i = 0; i < expected.length; i += 50)
          // An update is not divided: where a step of the log is several, a mean stands half an update later.
          expect(Math.abs(again[i]! / loss / expected[i]! - 1)).toBeLessThan(step === 1 ? 1e-6 : 2e-3);
      }),
      { numRuns: 4, seed: 1 },
    );
  });

  test('nor on the order of the runs', () => {
    const other = run(known, 'stairs', noisy, 5);
    const [ab, ba] = [fitLossModel([original, other]), fitLossModel([other, original])];
    const [one, two] = [predict(ab, original), predict(ba, original)];
    for (let i = 0; i < one.length; i += 50) expect(two[i]! / one[i]! - 1).toBeCloseTo(0, 6);
  });
});

describe('losses below 0', () => {
  test('are fitted too, such as log-likelihoods', () => {
    const trace = run(known, 'step');
    const lower = { ...trace, losses: trace.losses.map((loss) => loss - 3.2) };
    const said = predict(fitLossModel([lower]), lower);
    const worst = said.reduce((most, value, i) => Math.max(most, Math.abs(value - lower.losses[i]!)), 0);
    expect(Math.min(...lower.losses)).toBeLessThan(0);
    expect(worst).toBeLessThan(0.05);
  });
});

describe('losses at or below 0', () => {
  test('scatter by a constant noise, which is found within a tenth', () => {
    const constant = { scale: 0.05, power: 0, slow: 0, slowTime: 100 };
    const trace = run(known, 'step', constant, 3);
    const { noise } = fitLossModel([{ ...trace, losses: trace.losses.map((loss) => loss - 3.2) }]);
    expect(noise).toMatchObject({ power: 0, slow: 0 });
    expect(Math.abs(noise.scale / 0.05 - 1)).toBeLessThan(0.1);
  });

  test('a loss of 0 leaves the mean error finite', () => {
    const { mean, median } = fitErrors(Float64Array.of(0, 1, 2), Float64Array.of(0.1, 1.1, 2.2), 0, 3, 1);
    expect(mean).toBeCloseTo(0.1, 12);
    expect(median).toBeCloseTo(0.1, 12);
  });
});

describe('what comes from the prior is said to', () => {
  test('one clear step does not tell the power of the noise floor; many rates do', () => {
    const power = /power of the noise floor/;
    const told = finding(fitLossModel([run(known, 'step', noisy, 7)]), power);
    expect(told).toMatchObject({ fromPrior: true, identified: false });
    expect(finding(fitLossModel([run(known, 'step'), run(known, 'stairs')]), power).fromPrior).toBe(false);
  });
});

describe('the length of an epoch', () => {
  test('is found from drops that come round, within a record or two', () => {
    for (const epochLength of [900, 1500]) {
      const found = findEpochLength(run(remembering, 'constant', noisy, 6, epochLength));
      expect(Math.abs(found! - epochLength)).toBeLessThanOrEqual(15);
    }
  });

  test('is not found where there is none', () => {
    for (const name of ['constant', 'step', 'stairs', 'cosine'] as const)
      for (const seed of [1, 2, 3, 4, 5]) expect(findEpochLength(run(known, name, noisy, seed))).toBeNull();
  });

  testWithTrace(
    'is found in the WebFace4M log without its header',
    'fastface_WebFace4M_r100.log',
    async (path) => {
      const segment = (await readTraceFile(path)).segments[0]!;
      expect(segment.epochLength).toBe(33_087);
      expect(Math.abs(findEpochLength(modelTrace(segment, path, 'mean'))! - 33_087)).toBeLessThanOrEqual(20);
    },
  );

  testWithTrace('is read from an old header too', 'insightface_three_runs_nan.log', async (path) => {
    expect((await readTraceFile(path)).segments.at(-1)!.epochLength).toBe(576);
  });
});
