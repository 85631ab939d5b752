import { Random } from '../../random.js';
import { momentumSgd } from '../network/optimizers.js';
import type { Task } from '../task.js';

const dimensions = 256;
const batchSize = 4;

/**
 * A noisy quadratic with a power-law spectrum, the simplest model of training (Zhang et al. 2019, arXiv 1907.04164):
 * loss ½·Σ h_i·θ_i² with h_i = i^−2. A batch of 4 sees ½·Σ h_i·(θ_i − a_i)², a_i normal with variance 1/(16·h_i), so that its
 * gradient has the curvature as its covariance, as near the optimum of a likelihood.
 * The metric is the loss itself, without the noise, which has its least value at 0.
 */
export const quadratic: Task = {
  name: 'quadratic',
  description: 'noisy quadratic with a power-law spectrum, momentum, batches of 4',
  learningRate: 0.1,
  steps: 4000,
  metric: 'loss without noise, above its least value',
  chosenOn: true,
  create(seed) {
    const random = new Random(seed, 'start');
    const curvature = Float64Array.from({ length: dimensions }, (_, i) => (i + 1) ** -2);
    const point = Float64Array.from({ length: dimensions }, () => 2 * random.normal());
    const gradient = new Float64Array(dimensions);
    const update = momentumSgd(dimensions);
    const batches = new Random(seed, 'batches');
    const exact = () => point.reduce((sum, value, i) => sum + 0.5 * curvature[i]! * value * value, 0);
    return {
      step(learningRate) {
        let loss = 0;
        for (let i = 0; i < dimensions; i++) {
          const root = Math.sqrt(curvature[i]!);
          const residual = root * point[i]! - (0.5 / Math.sqrt(batchSize)) * batches.normal();
          loss += 0.5 * residual * residual;
          gradient[i] = root * residual;
        }
        update(point, gradient, learningRate);
        return loss;
      },
      evaluate: exact,
    };
  },
};
