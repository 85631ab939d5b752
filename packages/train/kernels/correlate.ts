import { tile } from './tile';

/**
 * `[height, width]` pixels of `outputs` numbers, each the products of a filter with a window of one padded picture.
 *
 * Pixel (r, c) sees the window's `rows` runs of `run` bytes from `x + r · xRow + c · xColumn` on, a picture's line of
 * `stride` bytes apart, and goes to `y + r · yRow + c · yColumn`. `filter` is a panel of 8 outputs after the other, the last
 * filled up with zeros. `spare` is 128 bytes for what is not wanted.
 *
 * Where all panels fit into half of the nearest cache, they all meet a line before the next one; else one panel meets the
 * whole picture before the next.
 */
export function correlate(
  x: usize,
  xRow: usize,
  xColumn: usize,
  rows: usize,
  run: usize,
  stride: usize,
  filter: usize,
  outputs: usize,
  y: usize,
  yRow: usize,
  yColumn: usize,
  height: usize,
  width: usize,
  spare: usize,
): void {
  const small = rows * run * outputs <= 16384;
  const lines = small ? max<usize>(1, 32 / max<usize>(1, width)) : height;
  for (let line: usize = 0; line < height; line += lines) {
    eachPanel(
      x + line * xRow,
      xRow,
      xColumn,
      rows,
      run,
      stride,
      filter,
      outputs,
      y + line * yRow,
      yRow,
      yColumn,
      min<usize>(lines, height - line),
      width,
      spare,
    );
  }
}

function eachPanel(
  x: usize,
  xRow: usize,
  xColumn: usize,
  rows: usize,
  run: usize,
  stride: usize,
  filter: usize,
  outputs: usize,
  y: usize,
  yRow: usize,
  yColumn: usize,
  height: usize,
  width: usize,
  spare: usize,
): void {
  const count = height * width;
  for (let first: usize = 0; first < outputs; first += 8) {
    const from = y + first * 4;
    const bytes = min<usize>(8, outputs - first) * 4;
    for (let pixel: usize = 0; pixel < count; pixel += 4) {
      // Past the last pixel the last one again, which is written twice.
      const second = min<usize>(pixel + 1, count - 1);
      const third = min<usize>(pixel + 2, count - 1);
      const fourth = min<usize>(pixel + 3, count - 1);
      const y0 = from + place(pixel, width, yRow, yColumn);
      const y1 = from + place(second, width, yRow, yColumn);
      const y2 = from + place(third, width, yRow, yColumn);
      const y3 = from + place(fourth, width, yRow, yColumn);
      const whole = bytes === 32 && pixel + 3 < count;
      tile(
        x + place(pixel, width, xRow, xColumn),
        x + place(second, width, xRow, xColumn),
        x + place(third, width, xRow, xColumn),
        x + place(fourth, width, xRow, xColumn),
        rows,
        run,
        stride,
        filter,
        whole ? y0 : spare,
        whole ? y1 : spare + 32,
        whole ? y2 : spare + 64,
        whole ? y3 : spare + 96,
      );
      if (!whole) {
        memory.copy(y0, spare, bytes);
        memory.copy(y1, spare + 32, bytes);
        memory.copy(y2, spare + 64, bytes);
        memory.copy(y3, spare + 96, bytes);
      }
    }
    filter += rows * run * 8;
  }
}

/** Bytes from the first pixel to another, line by line. */
function place(pixel: usize, width: usize, row: usize, column: usize): usize {
  return (pixel / width) * row + (pixel % width) * column;
}
