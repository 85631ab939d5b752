import { normal, uniform } from '@fastface/core/testing';
import { type Sample, SmallNet } from './smallNet.js';

/** Something to learn, and a small network that learns it. */
export interface Task {
  readonly name: string;
  readonly about: string;
  readonly learningRate: number;
  readonly steps: number;
  /** Iterations of an epoch; null where no sample comes twice. */
  readonly epochLength: number | null;
  /** A new run: updates at the rate given, and returns the loss of its batch. */
  start(seed: number): (learningRate: number) => number;
}

const steps = 20_000;
const batchSize = 16;

/** Regression on what another network says, plus noise; fresh samples at every iteration. */
const teacher: Task = {
  name: 'teacher',
  about: 'a 16-12-1 network learns the output of another one plus noise; fresh samples; plain SGD',
  learningRate: 0.1,
  steps,
  epochLength: null,
  start(seed) {
    const shape = { inputs: 16, hidden: 12, outputs: 1 };
    const [right, net] = [new SmallNet(shape, 'squares', 0, 777), new SmallNet(shape, 'squares', 0, seed)];
    const next = normal(1000 + seed);
    const batch = newBatch(shape.inputs);
    return (learningRate) => {
      for (const sample of batch) {
        for (let i = 0; i < shape.inputs; i++) sample.input[i] = (3 * next()) / Math.sqrt(1 + i);
        sample.target = 3 * right.value(sample.input) + 0.3 * next();
      }
      return net.step(batch, learningRate);
    };
  },
};

/** Ten classes of three overlapping clouds each; fresh samples at every iteration. */
const classes: Task = {
  name: 'classes',
  about:
    'a 12-20-10 network learns 10 classes of three overlapping clouds in 12 dimensions; fresh samples; momentum 0.9',
  learningRate: 0.05,
  steps,
  epochLength: null,
  start(seed) {
    const clouds = pointsOf(normal(778), 30, 12, 1.2);
    const [next, pick] = [normal(2000 + seed), uniform(3000 + seed)];
    const net = new SmallNet({ inputs: 12, hidden: 20, outputs: 10 }, 'softmax', 0.9, seed);
    const batch = newBatch(12);
    return (learningRate) => {
      for (const sample of batch) {
        const cloud = Math.floor(pick() * clouds.length);
        for (let i = 0; i < 12; i++) sample.input[i] = clouds[cloud]![i]! + next();
        sample.target = cloud % 10;
      }
      return net.step(batch, learningRate);
    };
  },
};

/** Fifty identities with a finite set of images, which come round in five epochs. */
const identities: Task = {
  name: 'identities',
  about:
    'a 24-24-50 network learns 50 classes with 64,000 noisy images in 24 dimensions; five epochs; momentum 0.9',
  learningRate: 0.05,
  steps,
  epochLength: steps / 5,
  start(seed) {
    const next = normal(779);
    const centres = pointsOf(next, 50, 24, 1);
    const images = Array.from({ length: (steps / 5) * batchSize }, (_, i) => ({
      input: centres[i % 50]!.map((value) => 0.7 * value + next()),
      target: i % 50,
    }));
    const pick = uniform(4000 + seed);
    const net = new SmallNet({ inputs: 24, hidden: 24, outputs: 50 }, 'softmax', 0.9, seed);
    let at = images.length;
    return (learningRate) => {
      if (at === images.length) {
        shuffle(images, pick);
        at = 0;
      }
      at += batchSize;
      return net.step(images.slice(at - batchSize, at), learningRate);
    };
  },
};

export const tasks: readonly Task[] = [teacher, classes, identities];

const newBatch = (inputs: number): Sample[] =>
  Array.from({ length: batchSize }, () => ({ input: new Float64Array(inputs), target: 0 }));

const pointsOf = (next: () => number, count: number, inputs: number, spread: number): Float64Array[] =>
  Array.from({ length: count }, () => Float64Array.from({ length: inputs }, () => spread * next()));

/** Fisher and Yates. */
function shuffle<Item>(items: Item[], pick: () => number): void {
  for (let i = items.length - 1; i > 0; i--) {
    const j = Math.floor(pick() * (i + 1));
    [items[i], items[j]] = [items[j]!, items[i]!];
  }
}
