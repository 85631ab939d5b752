import type { Picture } from '../picture.js';
import { readPicture } from '../readImageFile.js';
import type { Point } from './pointList.js';
import { facePoints, similarityTransform } from './similarityTransform.js';
import { warp } from './warp.js';

/**
 * The face as face recognisers are trained on it: rotated, scaled and shifted so that its five points come closest to
 * those of the template of 112 × 112 pixels (ArcFace's), scaled to `imageSize`. Outside the image it is black.
 *
 * @returns imageSize² · 3 bytes (HWC, RGB)
 * @throws RangeError if all points coincide
 */
export function alignFace(picture: Picture, points: readonly Point[], imageSize = 112): Uint8Array {
  const aligned = new Uint8Array(imageSize * imageSize * 3);
  alignInto(picture, points, imageSize, aligned);
  return aligned;
}

/** The same of an image file, written into `into`. */
export const alignFile = (
  file: string,
  points: readonly Point[],
  imageSize: number,
  into: Uint8Array,
): Promise<void> => readPicture(file, (picture) => alignInto(picture, points, imageSize, into));

function alignInto(picture: Picture, points: readonly Point[], imageSize: number, into: Uint8Array): void {
  const scaled = facePoints.map(([x, y]): Point => [(x * imageSize) / 112, (y * imageSize) / 112]);
  warp(picture, similarityTransform(points, scaled), imageSize, into);
}
