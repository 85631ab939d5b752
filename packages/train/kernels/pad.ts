/**
 * One picture `[height, width, channels]` into the middle of `[lines, columns, depth]`: `before` lines and columns of zeros
 * first, then what is left to fill up after it; and zeros after its channels up to `depth`.
 */
export function pad(
  x: usize,
  height: usize,
  width: usize,
  channels: usize,
  before: usize,
  lines: usize,
  columns: usize,
  depth: usize,
  y: usize,
): void {
  const pixel = depth * 4;
  const line = columns * pixel;
  const left = before * pixel;
  const right = line - left - width * pixel;
  memory.fill(y, 0, before * line);
  y += before * line;
  for (let row: usize = 0; row < height; row++) {
    memory.fill(y, 0, left);
    y += left;
    if (depth === channels) {
      memory.copy(y, x, width * pixel);
      x += width * pixel;
      y += width * pixel;
    } else {
      for (let column: usize = 0; column < width; column++) {
        for (let c: usize = 0; c < channels; c++) store<f32>(y + c * 4, load<f32>(x + c * 4));
        for (let c = channels; c < depth; c++) store<f32>(y + c * 4, 0);
        x += channels * 4;
        y += pixel;
      }
    }
    memory.fill(y, 0, right);
    y += right;
  }
  memory.fill(y, 0, (lines - before - height) * line);
}
