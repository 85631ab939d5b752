/**
 * One picture `[height, width, channels]` into `[height + before + after, width + before + after, depth]`: zeros around it,
 * and after its channels up to `depth`, a multiple of 4.
 */
export function pad(
  x: usize,
  height: usize,
  width: usize,
  channels: usize,
  depth: usize,
  before: usize,
  after: usize,
  y: usize,
): void {
  const pixel = depth * 4;
  const row = (width + before + after) * pixel;
  memory.fill(y, 0, before * row);
  y += before * row;
  for (let line: usize = 0; line < height; line++) {
    memory.fill(y, 0, before * pixel);
    y += before * pixel;
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
    memory.fill(y, 0, after * pixel);
    y += after * pixel;
  }
  memory.fill(y, 0, after * row);
}
