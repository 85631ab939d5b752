export { type BrainOptions, type BrainStatus, type BrainTraining, forBrain } from './forBrain.js';
export { type ConvnetTrainer, forConvnet } from './forConvnet.js';
export { forJsPytorch, type JsPytorchLoss } from './forJsPytorch.js';
export { forOptax } from './forOptax.js';
export { forSynaptic } from './forSynaptic.js';
export { type FitOptions, forTfjsFit } from './forTfjsFit.js';
export {
  forTfjsOptimizer,
  type LossDrivenOptimizer,
  type TfjsOptimizer,
  type TfjsOptimizerOptions,
} from './forTfjsOptimizer.js';
export { type LossDrivenRate, lossDrivenRate, type RateChange, type RateOptions } from './lossDrivenRate.js';
export type { DeviceLoss, ReadBackOptions } from './lossReadBack.js';
export { learningRateOf, setLearningRate } from './setLearningRate.js';
