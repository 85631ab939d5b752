/** An image of any height and width: width · height · 3 bytes (HWC, RGB). */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}
