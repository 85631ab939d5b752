import type { FaceSet } from '../faces/dataset.js';
import { generatedFaces } from '../faces/generated/generatedFaces.js';
import { joinFaces } from '../faces/joinFaces.js';
import { openFaces } from '../faces/openFaces.js';
import type { RunConfig } from './runConfig.js';

export interface OpenHooks {
  /** How far a long opening is, 0 … 1. */
  onProgress(share: number): void;
  onWarning(line: string): void;
}

/** People that are named one by one when they are left out. */
const mostNamed = 5;

/** The images that a config names: generated ones, the user's, or several sets of these, whose people are all different. */
export async function trainingFaces(
  { data, seed }: Pick<RunConfig, 'data' | 'seed'>,
  { onProgress, onWarning }: OpenHooks,
): Promise<FaceSet> {
  const { sources, onWrongSize, onFewImages, generated } = data;
  const sets: FaceSet[] = [];
  for (const [done, source] of sources.entries()) {
    // All have one size: the first tells it, where the user does not.
    const imageSize = data.imageSize ?? sets[0]?.imageSize;
    const size = imageSize === undefined ? {} : { imageSize };
    const progress = (share: number) => onProgress((done + share) / sources.length);
    if (source === 'generated') {
      const settings = { onWarning, onProgress: (drawn: number, total: number) => progress(drawn / total) };
      sets.push(await generatedFaces({ ...generated, ...size, seed }, settings));
    } else sets.push(await openFaces(source, { ...size, onWrongSize, onFewImages, onProgress: progress }));
  }
  const faces = joinFaces(sets, 'others');
  const { leftOut = [], few = 0, classes } = faces;
  for (const { message } of leftOut.slice(0, mostNamed)) onWarning(`left out: ${message}`);
  if (leftOut.length > mostNamed) onWarning(`left out: ${leftOut.length - mostNamed} more`);
  if (few > 0)
    onWarning(`${few} of ${classes} people have one image: nothing shows what two of theirs share`);
  return faces;
}
