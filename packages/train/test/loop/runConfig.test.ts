import { expect, test } from 'vitest';
import { parseConfig, runConfig } from '../../src/loop/runConfig.js';

test('a checkpoint from before an option was there has what runs did then', () => {
  const { optimizer, accumulate, emaDecay, interclassFilter, data, ...older } = runConfig({
    learningRate: 0.03,
  });
  const { sources, ...images } = data;
  const source = 'faces/';
  expect(parseConfig({ ...older, data: { source, ...images } }, 'state.json')).toEqual(
    runConfig({ learningRate: 0.03, data: { ...data, sources: [source] } }),
  );
  const { momentum, ...damaged } = older;
  expect(() => parseConfig({ ...damaged, data }, 'state.json')).toThrow(/config.momentum is missing/);
});

test('base rate and decay are what the optimiser is usually given', () => {
  expect(runConfig()).toMatchObject({ optimizer: 'sgd', learningRate: 0.1, weightDecay: 5e-4 });
  expect(runConfig({ optimizer: 'adamw', weightDecay: 0.1 })).toMatchObject({
    learningRate: 1e-3,
    weightDecay: 0.1,
  });
});
