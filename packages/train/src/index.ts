export { accumulatedStep, type StepBatch } from './accumulatedStep.js';
export { type BackendInfo, type BackendName, backendNames, useBackend } from './backend/useBackend.js';
export { BadInput } from './badInput.js';
export type { Checkpoint, PendingLoss, RunState } from './checkpoint/checkpoint.js';
export { type LoadedCheckpoint, latestCheckpoint, loadCheckpoint } from './checkpoint/loadCheckpoint.js';
export { readSafetensors } from './checkpoint/readSafetensors.js';
export { parseSafetensors, type Safetensors } from './checkpoint/safetensorsBytes.js';
export { saveCheckpoint } from './checkpoint/saveCheckpoint.js';
export type { Tensors } from './checkpoint/tensors.js';
export { writeSafetensors } from './checkpoint/writeSafetensors.js';
export { exportGraphModel, type GraphModel } from './export/exportGraphModel.js';
export { exportOnnx } from './export/exportOnnx.js';
export { alignFace } from './faces/align/alignFace.js';
export { type FaceInImage, type Point, pointList } from './faces/align/pointList.js';
export { type Augmentation, augment } from './faces/augment.js';
export { type Batch, type BatchOptions, type BatchState, batches } from './faces/batches.js';
export { contactSheet } from './faces/contactSheet.js';
export type { FaceSet, ImageSet, PairSet, TemplateSet } from './faces/dataset.js';
export { folderFaces } from './faces/folderFaces.js';
export {
  type GeneratedOptions,
  type GenerateSettings,
  generatedFaces,
} from './faces/generated/generatedFaces.js';
export { joinFaces } from './faces/joinFaces.js';
export { listFaces } from './faces/listFaces.js';
export type { LoadOptions, TrainLoadOptions } from './faces/loadOptions.js';
export { openFaces } from './faces/openFaces.js';
export { openPairs } from './faces/openPairs.js';
export { ijbFaces } from './faces/pairs/ijbFaces.js';
export { pairLabelFolder } from './faces/pairs/pairLabelFolder.js';
export { pairsFile } from './faces/pairs/pairsFile.js';
export { verificationBin } from './faces/pairs/verificationBin.js';
export { pairsOf } from './faces/pairsOf.js';
export { type RecordFaces, recordFaces } from './faces/recordio/recordFaces.js';
export { createHead, type Head, type HeadOptions } from './head/createHead.js';
export { combinedMargin, type Margin } from './head/margin.js';
export type { MarginLossOptions } from './head/marginLoss.js';
export { chooseScheduler } from './loop/chooseScheduler.js';
export { type NetworkShape, type OpenedNetwork, openNetwork } from './loop/openNetwork.js';
export { restoreParts } from './loop/restoreParts.js';
export type { Outcome, Run } from './loop/run.js';
export { type DataConfig, type RunConfig, runConfig } from './loop/runConfig.js';
export { setUp, type TrainingParts } from './loop/setUp.js';
export { trainLoop } from './loop/trainLoop.js';
export { embedderOf } from './loop/verification.js';
export {
  countParameters,
  createModel,
  type Model,
  type ModelName,
  type ModelOptions,
  modelNames,
  modelWith,
} from './model/createModel.js';
export type { UniformSource } from './model/initialise.js';
export type { Parameter } from './model/scope.js';
export { fromStateDict, type StateDict, type StateTensor, toStateDict } from './model/stateDict.js';
export { type AdamWOptions, adamw } from './optimizer/adamw.js';
export type { Optimizer, ParameterGroup } from './optimizer/optimizer.js';
export { type SgdOptions, sgd } from './optimizer/sgd.js';
export { Random } from './random.js';
export { type Embeddings, embedImages } from './recognise/embeddings.js';
export { Gallery, type Match } from './recognise/gallery.js';
export { openGallery, saveGallery } from './recognise/galleryFile.js';
export {
  type Comparison,
  openRecogniser,
  type Recogniser,
  type RecogniserOptions,
} from './recognise/recogniser.js';
export { similarity } from './recognise/similarity.js';
export { threadedModel } from './threads/threadedModel.js';
export { RunTrace, type TraceRecord } from './trace/runTrace.js';
export { type StepOptions, type StepResult, trainStep } from './trainStep.js';
export { areaUnder } from './verify/areaUnder.js';
export type { Embedder } from './verify/embedder.js';
export type { EmbedOptions } from './verify/embedFlipped.js';
export { foldedAccuracy } from './verify/foldedAccuracy.js';
export { foldedValidation } from './verify/foldedValidation.js';
export { rawPixels } from './verify/rawPixels.js';
export { rocCurve } from './verify/rocCurve.js';
export { tarAtFar } from './verify/tarAtFar.js';
export { TemplateFeatures } from './verify/templateFeatures.js';
export { type PairVerification, verifyPairs } from './verify/verifyPairs.js';
export { type TemplateVerification, verifyTemplates } from './verify/verifyTemplates.js';
export { readWeights } from './weights/readWeights.js';
