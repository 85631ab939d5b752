import { forConvnet } from '@fastface/core/adapters';
import convnetjs from 'convnetjs';
import { describe, expect, test } from 'vitest';
import { frozenAfter } from './frozen.js';

const examples = [
  { x: [0.1, 0.2], label: 0 },
  { x: [0.9, 0.8], label: 1 },
  { x: [0.2, 0.1], label: 0 },
  { x: [0.8, 0.6], label: 1 },
].map(({ x, label }) => ({ x: new convnetjs.Vol(x), label }));

function trainer(method: string) {
  const net = new convnetjs.Net();
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: 2 },
    { type: 'softmax', num_classes: 2 },
  ]);
  return {
    net,
    trainer: new convnetjs.Trainer(net, { method, learning_rate: 0.1, batch_size: 4, momentum: 0 }),
  };
}
const weights = (net: convnetjs.Net) => net.getParamsAndGrads().map(({ params }) => [...params]);

describe('forConvnet', () => {
  test.each(['sgd', 'adagrad', 'windowgrad'])('%s learns nothing once the rate is 0', (method) => {
    const made = trainer(method);
    const { train, rate } = forConvnet(made.trainer, { scheduler: frozenAfter(3, 0.1) });
    const path: number[][][] = [];
    for (let update = 0; update < 5; update++) {
      for (const { x, label } of examples) train(x, label);
      path.push(weights(made.net));
    }
    expect(rate.state.iteration).toBe(5);
    expect(path[2]).not.toEqual(path[1]);
    expect(path[4]).toEqual(path[2]);
  });

  test('the scheduler sees the mean loss of a batch', () => {
    const made = trainer('sgd');
    const seen: (number | null)[] = [];
    const scheduler = frozenAfter(9, 0.1);
    const spy = {
      ...scheduler,
      step: (state: ReturnType<typeof scheduler.init>, loss: number | null) => {
        seen.push(loss);
        return scheduler.step(state, loss);
      },
    };
    const { train } = forConvnet(made.trainer, { scheduler: spy });
    const losses = [...examples, ...examples].map(({ x, label }) => train(x, label).cost_loss);
    const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(seen).toEqual([mean(losses.slice(0, 4)), mean(losses.slice(4))]);
  });

  test('finds the plateau by itself', () => {
    const made = trainer('sgd');
    const contradictory = [0, 1, 0, 1].map((label) => ({ x: examples[0]!.x, label }));
    const { train } = forConvnet(made.trainer, { totalSteps: 1500 });
    for (let update = 0; update < 1500; update++) for (const { x, label } of contradictory) train(x, label);
    expect(made.trainer.learning_rate).toBeLessThan(0.1);
  });

  test('refuses adadelta, which ignores its rate', () => {
    expect(() => forConvnet(trainer('adadelta').trainer, { totalSteps: 10 })).toThrow(
      'invalid method: "adadelta" (expected sgd, adagrad or windowgrad',
    );
  });
});
