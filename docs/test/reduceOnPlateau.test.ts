import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { collectFences } from '../fences/collect.js';
import { workspace } from '../site/folders.js';

const fences = collectFences(workspace).filter(
  ({ file, language }) => file === 'docs/reduce-on-plateau.md' && language === 'python',
);
const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0);

/**
 * As much of PyTorch and Keras as the fences call, where the real ones are not installed: an optimizer with groups, tensors that are
 * numbers, a `fit` that tells its callbacks the mean loss of an epoch so far. The loss falls, then stays.
 */
const standIns = `
import sys, types

def module(name, **what):
    made = types.ModuleType(name)
    made.__dict__.update(what)
    sys.modules[name] = made
    return made

losses = iter([max(1.0, 5 - t / 200) + 0.1 * ((t * 7919) % 13 - 6) / 6 for t in range(10**6)])
rates, called = [], []

class Loss(float):
    def backward(self): pass

class SGD:
    def __init__(self, parameters, lr): self.param_groups = [{"params": parameters, "lr": lr}]
    def zero_grad(self): pass
    def step(self): rates.append(self.param_groups[0]["lr"])

class Plateau:
    def __init__(self, optimizer, patience): called.append(patience)
    def step(self, metric): called.append(metric)

class Base: pass
scheduler = module("torch.optim.lr_scheduler", ReduceLROnPlateau=Plateau, LRScheduler=Base)
optim = module("torch.optim", SGD=SGD, lr_scheduler=scheduler)
module("torch", optim=optim)

class Callback: pass
class KerasPlateau(Callback):
    def __init__(self, patience): called.append(patience)
class Model:
    def __init__(self):
        self.optimizer = types.SimpleNamespace(learning_rate=0.01)
    def __call__(self, x): return x
    def parameters(self): return []
    def fit(self, x, y, epochs, callbacks, validation_data=None):
        for callback in callbacks:
            callback.model = self
        tell = lambda name, *what: [getattr(one, name)(*what) for one in callbacks if hasattr(one, name)]
        tell("on_train_begin")
        for epoch in range(epochs):
            tell("on_epoch_begin", epoch)
            total = 0.0
            for batch in range(-(-len(x) // 32)):
                rates.append(self.optimizer.learning_rate)
                total += next(losses)
                tell("on_train_batch_end", batch, {"loss": total / (batch + 1)})
callbacks = module("keras.callbacks", Callback=Callback, ReduceLROnPlateau=KerasPlateau)
module("keras", callbacks=callbacks)

x = y = held_out = [0] * 6400
model, epochs, loader = Model(), 10, [(0, 0)] * 200
loss_function = lambda *_: Loss(next(losses))
validate = lambda model: 1.0
`;

describe.skipIf(!python)('coming from ReduceLROnPlateau, in Python', () => {
  test('has two fences for each library', () => expect(fences).toHaveLength(4));

  test.each(fences.map((fence) => [fence.line, fence] as const))('line %i runs', (_, { code }) => {
    const ended = 'import json; print(json.dumps([len(rates), rates[0], rates[-1], len(called)]))';
    const { status, stdout, stderr } = spawnSync(python!, ['-'], {
      input: `${standIns}\n${code}\n${ended}\n`,
      encoding: 'utf8',
      env: { ...process.env, PYTHONPATH: join(workspace, 'python/src') },
    });
    expect(status, stderr).toBe(0);
    const [updates, first, last, calls] = JSON.parse(stdout) as [number, number, number, number];
    expect(updates).toBe(2000);
    if (code.includes('fastface')) {
      expect(last).toBeLessThan(first / 10);
      expect(calls).toBe(0);
    } else {
      expect(last).toBe(first);
      expect(calls).toBeGreaterThan(0);
    }
  });
});
