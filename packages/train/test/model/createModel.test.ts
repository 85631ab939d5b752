import { beforeAll, expect, test } from 'vitest';
import { countParameters, createModel, type ModelName, toStateDict, useBackend } from '../../src/index.js';
import { uniformSource } from '../uniformSource.js';

beforeAll(async () => {
  await useBackend('wasm');
});

// Parameters in millions as the reference's networks have them, at 112 × 112 and embeddings of 512.
const millions: [ModelName, number][] = [
  ['iresnet-18', 24.03],
  ['iresnet-34', 34.14],
  ['iresnet-50', 43.59],
  ['iresnet-100', 65.16],
  ['iresnet-200', 118.83],
  ['mobilefacenet', 2.06],
  ['mobilefacenet-large', 6.31],
];

test.each(millions)('%s has %d million parameters', (name, expected) => {
  // PyTorch counts IResNet's last scale, which is fixed.
  const fixed = name.startsWith('iresnet') ? 512 : 0;
  expect((countParameters(name) + fixed) / 1e6).toBeCloseTo(expected, 2);
});

test('what is counted is what is made', () => {
  const model = createModel('iresnet-tiny', { random: uniformSource(1), embeddingSize: 32, imageSize: 28 });
  const made = model.parameters.reduce((sum, { variable }) => sum + variable.size, 0);
  expect(made).toBe(countParameters('iresnet-tiny', { embeddingSize: 32, imageSize: 28 }));
  model.dispose();
});

test('starting weights are as the reference draws them, and the same for the same source', async () => {
  const make = (seed: number) =>
    toStateDict(
      createModel('iresnet-tiny', { random: uniformSource(seed), embeddingSize: 32, imageSize: 28 }),
    );
  const state = await make(3);
  const { mean, deviation } = moments(state.get('layer4.0.conv2.weight')!.data);
  expect(Math.abs(mean)).toBeLessThan(0.002);
  expect(deviation).toBeCloseTo(0.1, 2);
  const bound = 1 / Math.sqrt(96 * 2 * 2);
  const linear = state.get('fc.weight')!.data;
  expect(Math.max(...linear)).toBeLessThanOrEqual(bound);
  expect(Math.max(...linear)).toBeGreaterThan(0.99 * bound);
  expect(moments(linear).deviation).toBeCloseTo(bound / Math.sqrt(3), 3);
  expect([...state.get('prelu.weight')!.data]).toEqual(Array(16).fill(0.25));
  expect(await make(3)).toEqual(state);
  expect(await make(4)).not.toEqual(state);
});

function moments(values: Float32Array): { mean: number; deviation: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, deviation: Math.sqrt(variance) };
}

test('a name or size that is not possible is said in one line', () => {
  const random = uniformSource(1);
  expect(() => createModel('resnet' as ModelName, { random })).toThrow(
    /^unknown model: resnet \(expected iresnet-tiny/,
  );
  expect(() => createModel('toString' as ModelName, { random })).toThrow('unknown model: toString');
  expect(() => createModel('iresnet-tiny', { random, imageSize: 15 })).toThrow(
    'invalid imageSize: 15 (expected a whole number from 16)',
  );
  expect(() => createModel('iresnet-tiny', { random, embeddingSize: 0 })).toThrow('invalid embeddingSize: 0');
});
