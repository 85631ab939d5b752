/** Why bytes are no picture; whoever knows the file adds its name. */
export class Undecodable extends Error {}

/** Refuses a picture before memory is taken for it. */
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
