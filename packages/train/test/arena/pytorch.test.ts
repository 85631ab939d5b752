import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { DenseNetwork } from '../../src/arena/network/denseNetwork.js';
import { crossEntropy } from '../../src/arena/network/losses.js';
import { adam, momentumSgd, type Optimizer } from '../../src/arena/network/optimizers.js';
import { Random } from '../../src/random.js';

/** A Python that may have PyTorch: the test is skipped where it has not. */
const python = process.env.PYTHON ?? 'python3';
const hasTorch = spawnSync(python, ['-c', 'import torch']).status === 0;

const sizes = [6, 9, 7, 4];
const rows = 8;
const updates = 100;

/** The same network, batches and optimiser in PyTorch, in float64; prints the loss before each update. */
const script = `
import json, sys, torch
told = json.load(sys.stdin)
torch.set_default_dtype(torch.float64)
values, at, layers = told['parameters'], 0, []
for inputs, outputs in zip(told['sizes'], told['sizes'][1:]):
    linear = torch.nn.Linear(inputs, outputs)
    with torch.no_grad():
        linear.weight.copy_(torch.tensor(values[at:at + inputs * outputs]).reshape(inputs, outputs).T)
        at += inputs * outputs
        linear.bias.copy_(torch.tensor(values[at:at + outputs]))
        at += outputs
    layers += [linear, torch.nn.ReLU() if told['activation'] == 'relu' else torch.nn.Tanh()]
network = torch.nn.Sequential(*layers[:-1])
make = {'adam': lambda p: torch.optim.Adam(p, lr=0.01), 'momentum': lambda p: torch.optim.SGD(p, lr=0.05, momentum=0.9, weight_decay=1e-3)}
optimizer = make[told['optimizer']](network.parameters())
losses = []
for inputs, labels in told['batches']:
    loss = torch.nn.functional.cross_entropy(network(torch.tensor(inputs).reshape(len(labels), -1)), torch.tensor(labels))
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    losses.append(loss.item())
print(json.dumps(losses))
`;

const optimizers: Record<string, readonly [(length: number) => Optimizer, number]> = {
  momentum: [(length) => momentumSgd(length, 0.9, 1e-3), 0.05],
  adam: [(length) => adam(length), 0.01],
};

test.skipIf(!hasTorch).each([
  ['relu', 'momentum'],
  ['tanh', 'momentum'],
  ['relu', 'adam'],
] as const)(
  'a network of %s units under %s has the losses of PyTorch, within 1e-6 for 100 updates',
  (activation, optimizer) => {
    const network = new DenseNetwork(sizes, activation, rows, new Random(1, activation));
    const random = new Random(2, 'batches');
    const batches = Array.from({ length: updates }, () => [
      Array.from({ length: rows * 6 }, () => random.normal()),
      Array.from({ length: rows }, () => random.below(4)),
    ]) as [number[], number[]][];
    const told = { sizes, activation, optimizer, parameters: [...network.parameters], batches };
    const { stdout, stderr } = spawnSync(python, ['-c', script], {
      input: JSON.stringify(told),
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const expected = JSON.parse(stdout) as number[];
    const [make, learningRate] = optimizers[optimizer]!;
    const update = make(network.parameters.length);
    const errors = new Float64Array(rows * 4);
    batches.forEach(([values, labels], k) => {
      const inputs = Float64Array.from(values);
      const loss = crossEntropy(network.forward(inputs, rows), labels, 4, errors);
      expect(Math.abs(loss - expected[k]!), `update ${k}`).toBeLessThan(1e-6);
      network.backward(inputs, rows, errors);
      update(network.parameters, network.gradient, learningRate);
    });
  },
);
