import { beforeAll, describe, expect, test } from 'vitest';
import { type BackendName, useBackend } from '../../src/index.js';
import { firstLosses } from './firstLosses.js';
import { have } from './have.js';

/**
 * How far, relatively, a loss may be from wasm's: float32 rounds in another order on each backend, 1e-6 at the first
 * update, and training itself doubles a difference at every update, up to 1 %.
 */
const bound = (update: number) => Math.min(1e-6 * 2 ** update, 1e-2);

const reference: { losses: number[]; weights?: Awaited<ReturnType<typeof firstLosses>>['weights'] } = {
  losses: [],
};
beforeAll(async () => {
  await useBackend('wasm');
  Object.assign(reference, await firstLosses(20));
});

test('wasm: the same losses again, to the bit, and they fall', async () => {
  await useBackend('wasm');
  const { losses } = await firstLosses(20);
  expect(losses).toEqual(reference.losses);
  expect(losses.at(-1)).toBeLessThan(0.8 * losses[0]!);
});

/** Updates compared: the plain and the software backends are slow. */
const others: [BackendName, number][] = [
  ['tensorflow', 20],
  ['webgpu', process.env.FASTFACE_LONG ? 20 : 2],
  ['cpu', 2],
];

describe.each(others)('%s', (name, updates) => {
  test(`the first ${updates} losses are wasm’s, within what rounding explains`, {
    timeout: 600_000,
  }, async (context) => {
    await have(name, context.skip);
    const { losses } = await firstLosses(updates);
    const apart = losses.map((loss, i) => Math.abs(loss / reference.losses[i]! - 1));
    for (const [i, share] of apart.entries()) expect(share, `update ${i}`).toBeLessThan(bound(i));
  });

  test('a checkpoint from wasm loads', { timeout: 600_000 }, async (context) => {
    await have(name, context.skip);
    const { losses } = await firstLosses(1, reference.weights);
    await useBackend('wasm');
    const again = await firstLosses(1, reference.weights);
    expect(Math.abs(losses[0]! / again.losses[0]! - 1)).toBeLessThan(1e-5);
    expect(again.losses[0]).not.toBeCloseTo(reference.losses[0]!, 2);
  });
});
