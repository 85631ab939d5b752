export { BadInput } from './badInput.js';
export { contactSheet } from './faces/contactSheet.js';
export type { FaceSet, ImageSet, PairSet } from './faces/dataset.js';
export {
  type GeneratedOptions,
  type GenerateSettings,
  generatedFaces,
} from './faces/generated/generatedFaces.js';
export { pairsOf } from './faces/pairsOf.js';
