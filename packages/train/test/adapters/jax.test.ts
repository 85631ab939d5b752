import { forOptax } from '@fastface/core/adapters';
import { beforeAll, describe, expect, test } from 'vitest';
import { frozenAfter } from './frozen.js';
import { importPeer, testWithPeer } from './peers.js';

type Jax = typeof import('@jax-js/jax');
let jax: Jax;
beforeAll(async () => {
  // jax-js asks it for a GPU; Node has it from version 21 on.
  (globalThis as { navigator?: object }).navigator ??= {};
  jax = await import('@jax-js/jax');
  await jax.init();
});

/** Sum of squared distances to a target: value and gradient by jax-js. */
function valueAndGrad(jax: Jax, weights: ArrayLike<number>): { loss: number; gradient: Float32Array } {
  const { numpy: np } = jax;
  const f = (w: import('@jax-js/jax').Array) => np.sum(np.square(w.sub(np.array([1, -2, 3]))));
  const [loss, gradient] = jax.valueAndGrad(f)(np.array([...Array.from(weights)]));
  return { loss: loss.dataSync()[0]!, gradient: gradient.dataSync() as Float32Array };
}

describe('forOptax with jax-js', () => {
  /** Gradient descent at the rate of the schedule. */
  function descend(steps: number, options: Parameters<typeof forOptax>[0]) {
    const { rate, schedule } = forOptax(options);
    let weights = [0, 0.5, -1];
    const path: number[][] = [];
    for (let i = 0; i < steps; i++) {
      const { loss, gradient } = valueAndGrad(jax, weights);
      weights = weights.map((w, k) => w - schedule() * gradient[k]!);
      rate.step(loss);
      path.push(weights);
    }
    return { path, rate };
  }

  test('the schedule is the rate of each update', () => {
    const { path } = descend(6, { scheduler: frozenAfter(4, 0.1) });
    expect(path[3]).not.toEqual(path[2]);
    expect(path[5]).toEqual(path[3]);
  });

  test('finds the plateau by itself', () => {
    const { rate } = descend(300, { learningRate: 0.1, totalSteps: 300 });
    expect(rate.learningRate).toBeLessThan(0.1);
  });
});

interface Optax {
  adam(rate: () => number): {
    init(params: unknown): unknown;
    update(gradient: unknown, state: unknown, params: unknown): [unknown, unknown];
  };
  applyUpdates(params: unknown, updates: unknown): import('@jax-js/jax').Array;
}

testWithPeer<Optax>('optax: adam goes no farther once the rate is 0', '@jax-js/optax', async (optax) => {
  const own = await importPeer<Jax>('@jax-js/jax'); // optax's arrays are those of the jax beside it
  await own.init();
  const { numpy: np } = own;
  const { rate, schedule } = forOptax({ scheduler: frozenAfter(3, 0.1) });
  const solver = optax.adam(schedule);
  let params = np.array([0, 0.5, -1]);
  let state = solver.init(params.ref);
  const path: number[][] = [];
  for (let i = 0; i < 5; i++) {
    const { loss, gradient } = valueAndGrad(own, params.ref.dataSync());
    const [updates, next] = solver.update(np.array([...gradient]), state, params.ref);
    params = optax.applyUpdates(params, updates);
    state = next;
    rate.step(loss);
    path.push([...params.ref.dataSync()]);
  }
  expect(path[2]).not.toEqual(path[1]);
  expect(path[4]).toEqual(path[2]);
});
