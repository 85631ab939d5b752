import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { normal } from '@fastface/core/testing';
import { describe, expect, test } from 'vitest';
import { embeddedTrace } from '../../../../scripts/embeddedTrace.js';
import { quadraticLaw, trainQuadratic } from '../../../../scripts/noisyQuadratic.js';
import { fitErrors } from '../../src/lossModel/fitErrors.js';
import { fitLossModel } from '../../src/lossModel/fitLossModel.js';
import { modelTrace } from '../../src/lossModel/modelTrace.js';
import { predict, predictLaw } from '../../src/lossModel/predict.js';
import { readTraceFile } from '../traces.js';

const file = join(import.meta.dirname, '../../traces/synthetic-quadratic.jsonl');
const read = async (kind: 'mean' | 'sampled') =>
  modelTrace((await readTraceFile(file)).segments[0]!, file, kind);

/** Mean loss of SGD itself over many runs. */
function averageOfSgd(runs: number, rateAt: (step: number) => number, steps: number): Float64Array {
  const next = normal(5);
  const mean = new Float64Array(steps);
  for (let run = 0; run < runs; run++)
    trainQuadratic(rateAt, steps, next).forEach((loss, i) => {
      mean[i]! += loss / runs;
    });
  return mean;
}

describe('the synthetic trace that comes with the command', () => {
  test('is what its generator makes of the law', () => {
    expect(readFileSync(file, 'utf8')).toBe(embeddedTrace());
  });

  test('its law is that of SGD on the quadratic, within 2 % at small rates', async () => {
    const rateAt = (step: number) => (step < 2000 ? 0.04 : 0.008);
    const mean = averageOfSgd(60, rateAt, 3000);
    const trace = {
      ...(await read('sampled')),
      steps: Float64Array.from({ length: 3000 }, (_, i) => i + 1),
      losses: mean,
      rates: Float64Array.from({ length: 3000 }, (_, i) => rateAt(i)),
      firstStep: 1,
    };
    // A run starts at rest at its first rate, here a fifth of the law's base rate: what the noise does not hold up decays.
    const started = {
      ...quadraticLaw,
      decays: quadraticLaw.decays.map(({ rate, amplitude }, i) => ({
        rate,
        amplitude: amplitude + 0.8 * quadraticLaw.floor[i]!.amplitude,
      })),
    };
    const expected = predictLaw(started, trace, { baseRate: 0.2, epochLength: null });
    expect(fitErrors(mean, expected, 0, 3000, 50).median).toBeLessThan(0.02);
  }, 30_000);

  test('a model fitted to it finds the law again within 2 %, and its noise', async () => {
    const trace = await read('mean');
    const model = fitLossModel([trace]);
    const clean = predictLaw(quadraticLaw, trace, { baseRate: 0.2, epochLength: null });
    expect(fitErrors(clean, predict(model, trace)).mean).toBeLessThan(0.02);
    expect(model.noise.scale * 0.6 ** model.noise.power).toBeCloseTo(0.05, 2);
  });
});
