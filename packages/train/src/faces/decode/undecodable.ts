/** Why bytes are not an image; the caller adds the file name. */
export class Undecodable extends Error {}

/** Rejects an image that is too large before memory is allocated for it. */
export function checkPixels(width: number, height: number, limit: number): void {
  if (!(width >= 1 && height >= 1)) throw new Undecodable(`it has ${width}×${height} pixels`);
  if (width * height > limit) throw new TooManyPixels(width, height);
}

export class TooManyPixels extends Undecodable {
  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    super(`it has ${width}×${height} pixels`);
  }
}
