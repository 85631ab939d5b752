import type { Picture } from '../picture.js';
import type { Similarity } from './similarityTransform.js';

/**
 * Transforms an image with bilinear interpolation and crops size² pixels. Pixels outside the image are black. This is
 * OpenCV's warpAffine with a constant border, but with exact positions instead of positions rounded to 1/32 pixel.
 */
export function warp(
  { width, height, pixels }: Picture,
  transform: Similarity,
  size: number,
  into: Uint8Array,
): void {
  const [a, , x, b, , y] = transform;
  const square = a * a + b * b;
  for (let row = 0, at = 0; row < size; row++) {
    for (let column = 0; column < size; column++, at += 3) {
      // The inverse transform gives the source of this pixel.
      const [dx, dy] = [column - x, row - y];
      const fromX = (a * dx + b * dy) / square;
      const fromY = (a * dy - b * dx) / square;
      const left = Math.floor(fromX);
      const top = Math.floor(fromY);
      const right = fromX - left;
      const down = fromY - top;
      for (let channel = 0; channel < 3; channel++) {
        let value = 0;
        for (let i = 0; i < 4; i++) {
          const px = left + (i & 1);
          const py = top + (i >> 1);
          if (px < 0 || py < 0 || px >= width || py >= height) continue;
          const weight = (i & 1 ? right : 1 - right) * (i >> 1 ? down : 1 - down);
          value += weight * pixels[(py * width + px) * 3 + channel]!;
        }
        into[at + channel] = value + 0.5;
      }
    }
  }
}
