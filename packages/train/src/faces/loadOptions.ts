import type { WrongSize } from './decode/decodeImage.js';

/** How a user's images are taken. */
export interface LoadOptions {
  /** Height and width in pixels; 112 is what face recognisers are trained on (default: what the data says, else 112). */
  readonly imageSize?: number;
  /** Default fail. */
  readonly onWrongSize?: WrongSize;
}

export interface TrainLoadOptions extends LoadOptions {
  /** Images that a person must have, 1 or more (default 2: of one image nobody learns what stays alike). */
  readonly minPerIdentity?: number;
  /**
   * People with fewer: fail throws; skip leaves their images out, and says so in `leftOut`; keep counts them in `few` (default
   * fail).
   */
  readonly onFewImages?: 'fail' | 'skip' | 'keep';
  /** Told how far a long opening is, 0 … 1. */
  readonly onProgress?: (share: number) => void;
}

export const defaultImageSize = 112;

export function checkImageSize(imageSize: number): number {
  if (!Number.isSafeInteger(imageSize) || imageSize < 8 || imageSize > 4096) {
    throw new RangeError(`invalid imageSize: ${imageSize} (expected an integer, 8 ≤ imageSize ≤ 4096)`);
  }
  return imageSize;
}
