/**
 * Blurs an image (size² · 3 bytes) in place with a box of width 2 · radius + 1, first along rows, then along columns;
 * radius need not be whole: the two outer pixels count in part. Beyond the edge the nearest pixel is repeated.
 */
export function boxBlur(image: Uint8Array, size: number, radius: number): void {
  const line = new Float64Array(size);
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < size; i++) blurLine(image, i * size * 3 + channel, 3, size, radius, line);
    for (let i = 0; i < size; i++) blurLine(image, i * 3 + channel, size * 3, size, radius, line);
  }
}

function blurLine(
  image: Uint8Array,
  start: number,
  stride: number,
  size: number,
  radius: number,
  line: Float64Array,
): void {
  const whole = Math.floor(radius);
  const part = radius - whole;
  const last = size - 1;
  const at = (i: number) => line[i < 0 ? 0 : i > last ? last : i]!;
  for (let i = 0; i < size; i++) line[i] = image[start + i * stride]!;
  // The sum of the whole pixels slides along.
  let sum = 0;
  for (let i = -whole; i <= whole; i++) sum += at(i);
  for (let i = 0; i < size; i++) {
    const mean = (sum + part * (at(i - whole - 1) + at(i + whole + 1))) / (2 * radius + 1);
    image[start + i * stride] = (mean + 0.5) | 0;
    sum += at(i + whole + 1) - at(i - whole);
  }
}
