/**
 * Entry point for training in a browser tab: network, head, optimiser and update, on the page's active tfjs backend.
 * Nothing here needs Node; the page supplies the images.
 */
export { accumulatedStep, type StepBatch } from './accumulatedStep.js';
export { createHead, type Head, type HeadOptions } from './head/createHead.js';
export { combinedMargin, type Margin } from './head/margin.js';
export type { MarginLossOptions } from './head/marginLoss.js';
export {
  createModel,
  type Model,
  type ModelName,
  type ModelOptions,
  modelNames,
} from './model/createModel.js';
export type { UniformSource } from './model/initialise.js';
export type { Parameter } from './model/scope.js';
export { fromStateDict, type StateDict, type StateTensor, toStateDict } from './model/stateDict.js';
export { type AdamWOptions, adamw } from './optimizer/adamw.js';
export type { Optimizer, ParameterGroup } from './optimizer/optimizer.js';
export { type SgdOptions, sgd } from './optimizer/sgd.js';
export { type StepResult, trainStep } from './trainStep.js';
