import { expect, test } from 'vitest';
import type { TissueLaw } from '../../src/lossModel/annealingLaws.js';
import type { ModelTrace } from '../../src/lossModel/modelTrace.js';
import { measureNoise } from '../../src/lossModel/noise.js';
import { weigh } from '../../src/lossModel/weigh.js';

const law = (retention: number): TissueLaw => ({
  law: 'tissue',
  limit: 1,
  power: null,
  annealing: 2,
  retention,
});

test('a law without a power law counts once, however often the grid has it', () => {
  const fitted = [0.5, 0.5, 0.9].map((retention) => ({ law: law(retention), misfit: 1e-4, terms: 2 }));
  expect(weigh(fitted)).toEqual([0.5, 0.9].map((retention) => ({ law: law(retention), weight: 0.5 })));
});

test('losses below 0: the noise of an iteration is that of a sampled record, and √stride times that of a mean', () => {
  const trace = (kind: ModelTrace['kind']): ModelTrace => ({
    file: 'x',
    steps: Float64Array.from({ length: 100 }, (_, i) => 4 * (i + 1)),
    losses: Float64Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? -1 : -1.5)),
    rates: new Float64Array(100).fill(0.1),
    firstStep: 1,
    kind,
    warmup: 0,
  });
  const scaleOf = (kind: ModelTrace['kind']) =>
    measureNoise([trace(kind)], [new Float64Array(100).fill(-1)]).scale;
  expect(scaleOf('sampled')).toBeCloseTo(0.5 / Math.SQRT2, 12);
  expect(scaleOf('mean')).toBeCloseTo((2 * 0.5) / Math.SQRT2, 12);
});
