import { Random } from '../../random.js';
import type { Trainee } from '../task.js';
import { type Activation, DenseNetwork } from './denseNetwork.js';
import { crossEntropy, errorRate, squaredError } from './losses.js';
import type { Optimizer } from './optimizers.js';

/** Rows of input, and a label or a target row each. */
export interface Examples<Target> {
  readonly inputs: Float64Array;
  readonly targets: Target;
}

interface NetworkOptions {
  readonly sizes: readonly number[];
  readonly activation: Activation;
  readonly batchSize: number;
  readonly optimizer: (length: number) => Optimizer;
  readonly seed: number;
}

export interface ClassifierOptions extends NetworkOptions {
  /** The examples of one update. */
  readonly batch: (random: Random) => Examples<Int32Array>;
  readonly test: Examples<Int32Array>;
  readonly metric: 'cross-entropy' | 'error rate';
}

/** A softmax classifier: fully connected layers, trained on batches that are asked for one by one. */
export function classifier(options: ClassifierOptions): Trainee {
  const { sizes, test, metric } = options;
  const classes = sizes.at(-1)!;
  return trainee(options, options.batch, classes, {
    loss: (outputs, targets, errors) => crossEntropy(outputs, targets, classes, errors),
    evaluate(predict) {
      const logits = predict(test.inputs, test.targets.length);
      return metric === 'error rate'
        ? errorRate(logits, test.targets, classes)
        : crossEntropy(logits, test.targets, classes, null);
    },
  });
}

export interface RegressorOptions extends NetworkOptions {
  readonly batch: (random: Random) => Examples<Float64Array>;
  readonly test: Examples<Float64Array>;
}

/** A network with half the squared error as its loss; the metric is that of the test set. */
export function regressor(options: RegressorOptions): Trainee {
  const { sizes, test } = options;
  const outputs = sizes.at(-1)!;
  return trainee(options, options.batch, outputs, {
    loss: (predictions, targets, errors) => squaredError(predictions, targets, targets.length, errors),
    evaluate: (predict) =>
      squaredError(
        predict(test.inputs, test.targets.length / outputs),
        test.targets,
        test.targets.length,
        null,
      ),
  });
}

type Predict = (inputs: Float64Array, rows: number) => Float64Array;

function trainee<Target extends Int32Array | Float64Array>(
  { sizes, activation, batchSize, optimizer, seed }: NetworkOptions,
  batch: (random: Random) => Examples<Target>,
  outputs: number,
  head: {
    loss(outputs: Float64Array, targets: Target, errors: Float64Array): number;
    evaluate(predict: Predict): number;
  },
): Trainee {
  const network = new DenseNetwork(sizes, activation, batchSize, new Random(seed, 'weights'));
  const update = optimizer(network.parameters.length);
  const errors = new Float64Array(batchSize * outputs);
  const order = new Random(seed, 'batches');
  return {
    step(learningRate) {
      const { inputs, targets } = batch(order);
      const loss = head.loss(network.forward(inputs, batchSize), targets, errors);
      network.backward(inputs, batchSize, errors);
      update(network.parameters, network.gradient, learningRate);
      return loss;
    },
    evaluate() {
      return head.evaluate((inputs, rows) => inChunks(network, inputs, rows, batchSize, sizes[0]!, outputs));
    },
  };
}

/** The network's buffers hold a batch: a larger set goes through in parts. */
function inChunks(
  network: DenseNetwork,
  inputs: Float64Array,
  rows: number,
  batchSize: number,
  width: number,
  outputs: number,
): Float64Array {
  const all = new Float64Array(rows * outputs);
  for (let row = 0; row < rows; row += batchSize) {
    const count = Math.min(batchSize, rows - row);
    const part = network.forward(inputs.subarray(row * width, (row + count) * width), count);
    all.set(part.subarray(0, count * outputs), row * outputs);
  }
  return all;
}

/** Batches without end from a fixed set of examples: each pass is in a new random order. */
export function passes(
  inputs: Float64Array,
  labels: Int32Array,
  width: number,
  batchSize: number,
): (random: Random) => Examples<Int32Array> {
  const order = Int32Array.from(labels, (_, i) => i);
  const batch = { inputs: new Float64Array(batchSize * width), targets: new Int32Array(batchSize) };
  let next = order.length;
  return (random) => {
    for (let row = 0; row < batchSize; row++) {
      if (next === order.length) {
        random.shuffle(order);
        next = 0;
      }
      const example = order[next++]!;
      batch.inputs.set(inputs.subarray(example * width, (example + 1) * width), row * width);
      batch.targets[row] = labels[example]!;
    }
    return batch;
  };
}
