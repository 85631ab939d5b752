import { forJsPytorch, type JsPytorchLoss } from '@fastface/core/adapters';
import { describe, expect, test } from 'vitest';
import { frozenAfter } from './frozen.js';
import { testWithPeer } from './peers.js';

interface Tensor {
  readonly data: unknown;
  backward(): void;
}
interface JsPytorch {
  readonly torch: {
    tensor(values: readonly unknown[]): Tensor;
    readonly nn: {
      Linear: new (inputs: number, outputs: number) => { forward(x: Tensor): Tensor; parameters(): Tensor[] };
      MSELoss: new () => { forward(z: Tensor, y: Tensor): Tensor };
    };
    readonly optim: {
      Adam: new (
        parameters: Tensor[],
        lr: number,
        reg: number,
      ) => { lr: number; step(): void; zero_grad(): void };
    };
  };
}

describe('forJsPytorch', () => {
  /** Fits a line; the parameters after each update. */
  function fit({ torch }: JsPytorch, steps: number, options: Parameters<typeof forJsPytorch>[1]) {
    const x = torch.tensor([[-1], [-0.5], [0], [0.5], [1]]);
    const y = torch.tensor([[-2], [-0.5], [1], [2.5], [4]]);
    const model = new torch.nn.Linear(1, 1);
    const optimizer = new torch.optim.Adam(model.parameters(), 0.05, 0);
    const { rate, step } = forJsPytorch(optimizer, options);
    const path: string[] = [];
    for (let i = 0; i < steps; i++) {
      const loss = new torch.nn.MSELoss().forward(model.forward(x), y);
      loss.backward();
      optimizer.step();
      optimizer.zero_grad();
      step(loss);
      path.push(JSON.stringify(model.parameters().map(({ data }) => data)));
    }
    return { path, rate, optimizer };
  }

  testWithPeer<JsPytorch>('adam goes no farther once the rate is 0', 'js-pytorch', (library) => {
    const { path, rate } = fit(library, 6, { scheduler: frozenAfter(4, 0.05) });
    expect(path[3]).not.toEqual(path[2]);
    expect(path[5]).toEqual(path[3]);
    expect(rate.state.decision).not.toBe('skip');
  });

  testWithPeer<JsPytorch>('finds the plateau by itself', 'js-pytorch', (library) => {
    const { rate, optimizer } = fit(library, 600, { totalSteps: 600 });
    expect(rate.state.iteration).toBe(600);
    expect(optimizer.lr).toBeLessThan(0.05);
  });

  test('reads the number out of a tensor, whatever its shape', () => {
    const optimizer = { lr: 0.1 };
    const { rate, step } = forJsPytorch(optimizer, { scheduler: frozenAfter(2, 0.1) });
    const decisions = ([[[[2]]], 1, [], 'x'].map((data) => ({ data })) as JsPytorchLoss[]).map((loss) => {
      step(loss);
      return rate.state.decision;
    });
    expect(decisions.slice(0, 2)).toEqual(['hold', 'reduce']);
    expect(optimizer.lr).toBe(0);
    step(null);
    expect(rate.state.iteration).toBe(5);
  });
});
