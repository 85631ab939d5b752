/**
 * Entry point for a browser tab, on the page's active tfjs backend: network, head, optimiser and update for training, and
 * trained networks in use. Nothing here needs Node; the page supplies the images.
 */
export { accumulatedStep, type StepBatch } from './accumulatedStep.js';
export { BadInput } from './badInput.js';
export { parseSafetensors, type Safetensors } from './checkpoint/safetensorsBytes.js';
export type { Tensors } from './checkpoint/tensors.js';
export { coverSquare, type Pixels } from './faces/resize/coverSquare.js';
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
export type { NetworkShape } from './model/modelFrom.js';
export type { Parameter } from './model/scope.js';
export { fromStateDict, type StateDict, type StateTensor, toStateDict } from './model/stateDict.js';
export { type AdamWOptions, adamw } from './optimizer/adamw.js';
export type { Optimizer, ParameterGroup } from './optimizer/optimizer.js';
export { type SgdOptions, sgd } from './optimizer/sgd.js';
export type { Comparison } from './recognise/comparison.js';
export type { Embeddings } from './recognise/embeddings.js';
export { Gallery, type Match } from './recognise/gallery.js';
export {
  type Canvas,
  type FacePicture,
  type PageRecogniser,
  type ReadRecogniserOptions,
  readRecogniser,
} from './recognise/readRecogniser.js';
export { similarity } from './recognise/similarity.js';
export { type StepResult, trainStep } from './trainStep.js';
