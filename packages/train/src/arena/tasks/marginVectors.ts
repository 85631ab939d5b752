import { Random } from '../../random.js';
import { DenseNetwork } from '../network/denseNetwork.js';
import { crossEntropy } from '../network/losses.js';
import { momentumSgd } from '../network/optimizers.js';
import type { Task } from '../task.js';

const classes = 80;
const unseenClasses = 100;
const perUnseen = 8;
const width = 24;
const embeddingSize = 8;
const batchSize = 8;
const scale = 16;
const margin = 0.3;

/**
 * Metric learning as in face recognition, on vectors: 80 classes, each a point that is bent by a fixed random network and
 * blurred; a network puts them on a sphere under a CosFace head (Wang et al. 2018, arXiv 1801.09414). The metric is on
 * classes that training never saw: how often a pair of one class is less alike than a pair of two.
 */
export const marginVectors: Task = {
  name: 'margin-vectors',
  description: 'metric learning, CosFace head, 24-48-8, momentum, batches of 8; tested on unseen classes',
  learningRate: 0.05,
  steps: 3000,
  metric: '1 − AUC of pairs of unseen classes',
  create(seed) {
    const world = new World(new Random(seed, 'world'));
    const random = new Random(seed, 'weights');
    const network = new DenseNetwork([width, 48, embeddingSize], 'relu', batchSize, random);
    const centres = new Float64Array(classes * embeddingSize);
    for (let k = 0; k < centres.length; k++) centres[k] = random.normal();
    const updateNetwork = momentumSgd(network.parameters.length, 0.9, 5e-4);
    const updateCentres = momentumSgd(centres.length, 0.9, 5e-4);
    const order = new Random(seed, 'batches');
    const inputs = new Float64Array(batchSize * width);
    const labels = new Int32Array(batchSize);
    const cosines = new Float64Array(batchSize * classes);
    const errors = new Float64Array(batchSize * classes);
    const centreGradient = new Float64Array(centres.length);
    const embeddingErrors = new Float64Array(batchSize * embeddingSize);
    return {
      step(learningRate) {
        for (let row = 0; row < batchSize; row++) {
          labels[row] = order.below(classes);
          world.sample(world.points, labels[row]!, order, inputs, row);
        }
        const embeddings = network.forward(inputs, batchSize);
        const [e, eNorms] = normalised(embeddings, batchSize);
        const [c, cNorms] = normalised(centres, classes);
        for (let row = 0; row < batchSize; row++) {
          for (let k = 0; k < classes; k++) {
            let cosine = 0;
            for (let d = 0; d < embeddingSize; d++)
              cosine += e[row * embeddingSize + d]! * c[k * embeddingSize + d]!;
            cosines[row * classes + k] = scale * (cosine - (k === labels[row] ? margin : 0));
          }
        }
        const loss = crossEntropy(cosines, labels, classes, errors);
        embeddingErrors.fill(0);
        centreGradient.fill(0);
        for (let row = 0; row < batchSize; row++) {
          for (let k = 0; k < classes; k++) {
            const error = scale * errors[row * classes + k]!;
            for (let d = 0; d < embeddingSize; d++) {
              embeddingErrors[row * embeddingSize + d]! += error * c[k * embeddingSize + d]!;
              centreGradient[k * embeddingSize + d]! += error * e[row * embeddingSize + d]!;
            }
          }
        }
        throughNorm(embeddingErrors, e, eNorms);
        throughNorm(centreGradient, c, cNorms);
        network.backward(inputs, batchSize, embeddingErrors);
        updateNetwork(network.parameters, network.gradient, learningRate);
        updateCentres(centres, centreGradient, learningRate);
        return loss;
      },
      evaluate() {
        const samples = new Random(seed, 'unseen samples');
        const rows = unseenClasses * perUnseen;
        const all = new Float64Array(rows * embeddingSize);
        for (let row = 0; row < rows; row += batchSize) {
          for (let i = 0; i < batchSize; i++)
            world.sample(world.unseenPoints, Math.floor((row + i) / perUnseen), samples, inputs, i);
          const [part] = normalised(network.forward(inputs, batchSize), batchSize);
          all.set(part, row * embeddingSize);
        }
        return misorderedPairs(all, new Random(seed, 'pairs'));
      },
    };
  },
};

/** The points of the classes, and how a sample of one looks. */
class World {
  readonly points: Float64Array;
  readonly unseenPoints: Float64Array;
  private readonly bend: DenseNetwork;
  private readonly one = new Float64Array(8);

  constructor(random: Random) {
    const normals = (count: number) => Float64Array.from({ length: count }, () => random.normal());
    this.points = normals(classes * 8);
    this.unseenPoints = normals(unseenClasses * 8);
    this.bend = new DenseNetwork([8, 32, width], 'tanh', 1, random);
  }

  sample(points: Float64Array, label: number, random: Random, into: Float64Array, row: number): void {
    for (let k = 0; k < 8; k++) this.one[k] = points[label * 8 + k]! + 0.3 * random.normal();
    const bent = this.bend.forward(this.one, 1);
    for (let k = 0; k < width; k++) into[row * width + k] = 2 * bent[k]! + 0.3 * random.normal();
  }
}

/** Rows of `embeddingSize` numbers at length 1, and what their lengths were. */
function normalised(values: Float64Array, rows: number): [Float64Array, Float64Array] {
  const unit = new Float64Array(rows * embeddingSize);
  const norms = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const at = row * embeddingSize;
    let sum = 1e-12;
    for (let d = 0; d < embeddingSize; d++) sum += values[at + d]! ** 2;
    norms[row] = Math.sqrt(sum);
    for (let d = 0; d < embeddingSize; d++) unit[at + d] = values[at + d]! / norms[row]!;
  }
  return [unit, norms];
}

/** From the derivative by the unit vectors to that by the vectors: its part across them, divided by their lengths. */
function throughNorm(errors: Float64Array, unit: Float64Array, norms: Float64Array): void {
  for (let row = 0; row < norms.length; row++) {
    const at = row * embeddingSize;
    let along = 0;
    for (let d = 0; d < embeddingSize; d++) along += errors[at + d]! * unit[at + d]!;
    for (let d = 0; d < embeddingSize; d++)
      errors[at + d] = (errors[at + d]! - along * unit[at + d]!) / norms[row]!;
  }
}

/** 1 − AUC over all pairs of one class and as many random pairs of two. */
function misorderedPairs(embeddings: Float64Array, random: Random): number {
  const similarity = (a: number, b: number) => {
    let sum = 0;
    for (let d = 0; d < embeddingSize; d++)
      sum += embeddings[a * embeddingSize + d]! * embeddings[b * embeddingSize + d]!;
    return sum;
  };
  const pairs: { score: number; same: boolean }[] = [];
  for (let c = 0; c < unseenClasses; c++) {
    for (let i = 0; i < perUnseen; i++) {
      for (let j = i + 1; j < perUnseen; j++) {
        pairs.push({ score: similarity(c * perUnseen + i, c * perUnseen + j), same: true });
        const other = (c + 1 + random.below(unseenClasses - 1)) % unseenClasses;
        pairs.push({ score: similarity(c * perUnseen + i, other * perUnseen + j), same: false });
      }
    }
  }
  // The share of misordered pairs of pairs is the rank sum of Mann and Whitney.
  pairs.sort((a, b) => a.score - b.score);
  const half = pairs.length / 2;
  let different = 0;
  let ordered = 0;
  for (const { same } of pairs) {
    if (same) ordered += different;
    else different++;
  }
  return 1 - ordered / (half * half);
}
