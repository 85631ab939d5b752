/**
 * Mirrors an image (size² · 3 bytes, HWC) left to right, in place.
 *
 * @example
 * flip(new Uint8Array([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]), 2); // new Uint8Array([4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9])
 */
export function flip(image: Uint8Array, size: number): Uint8Array {
  for (let row = 0; row < size; row++) {
    let left = row * size * 3;
    let right = left + (size - 1) * 3;
    for (; left < right; left += 3, right -= 3) {
      for (let channel = 0; channel < 3; channel++) {
        const kept = image[left + channel]!;
        image[left + channel] = image[right + channel]!;
        image[right + channel] = kept;
      }
    }
  }
  return image;
}
