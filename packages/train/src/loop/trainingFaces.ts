import type { FaceSet } from '../faces/dataset.js';
import { generatedFaces } from '../faces/generated/generatedFaces.js';
import { openFaces } from '../faces/openFaces.js';
import type { RunConfig } from './runConfig.js';

export interface OpenHooks {
  /** How far a long opening is, 0 … 1. */
  onProgress(share: number): void;
  onWarning(line: string): void;
}

/** The images that a config names: generated ones, or the user's. */
export async function trainingFaces(
  { data, seed }: Pick<RunConfig, 'data' | 'seed'>,
  { onProgress, onWarning }: OpenHooks,
): Promise<FaceSet> {
  const { source, imageSize, onWrongSize, onFewImages, generated } = data;
  const size = imageSize === null ? {} : { imageSize };
  if (source === 'generated') {
    const settings = { onWarning, onProgress: (done: number, total: number) => onProgress(done / total) };
    return generatedFaces({ ...generated, ...size, seed }, settings);
  }
  const faces = await openFaces(source, { ...size, onWrongSize, onFewImages, onProgress });
  for (const { message } of faces.leftOut ?? []) onWarning(`left out: ${message}`);
  return faces;
}
