import { tile } from './tile';

/**
 * `[height, width]` pixels of `outputs` numbers, each the products of a filter with a window of one padded picture.
 *
 * Pixel (r, c) sees the windows's `rows` runs of `run` bytes from `x + r · xRow + c · xColumn` on, a picture's line of
 * `stride` bytes apart, and goes to `y + r · yRow + c · yColumn`. `filter` is a panel of 8 outputs after the other, the last
 * filled up with zeros. `spare` is 32 bytes for what is not wanted.
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
  const xBack = xRow - width * xColumn;
  const yBack = yRow - width * yColumn;
  for (let first: usize = 0; first < outputs; first += 8) {
    const partial = outputs - first < 8;
    let column: usize = 0;
    let left = height * width;
    let x0 = x;
    let y0 = y + first * 4;
    while (left > 0) {
      let x1 = x0;
      let y1 = spare;
      let x2 = x0;
      let y2 = spare;
      let x3 = x0;
      let y3 = spare;
      let next = x0 + xColumn;
      let after = y0 + yColumn;
      if (++column === width) {
        column = 0;
        next += xBack;
        after += yBack;
      }
      if (left > 1) {
        x1 = next;
        y1 = after;
        next += xColumn;
        after += yColumn;
        if (++column === width) {
          column = 0;
          next += xBack;
          after += yBack;
        }
      }
      if (left > 2) {
        x2 = next;
        y2 = after;
        next += xColumn;
        after += yColumn;
        if (++column === width) {
          column = 0;
          next += xBack;
          after += yBack;
        }
      }
      if (left > 3) {
        x3 = next;
        y3 = after;
        next += xColumn;
        after += yColumn;
        if (++column === width) {
          column = 0;
          next += xBack;
          after += yBack;
        }
      }
      if (partial) {
        tile(x0, x1, x2, x3, rows, run, stride, filter, spare, spare + 32, spare + 64, spare + 96);
        const bytes = (outputs - first) * 4;
        memory.copy(y0, spare, bytes);
        if (left > 1) memory.copy(y1, spare + 32, bytes);
        if (left > 2) memory.copy(y2, spare + 64, bytes);
        if (left > 3) memory.copy(y3, spare + 96, bytes);
      } else {
        tile(x0, x1, x2, x3, rows, run, stride, filter, y0, y1, y2, y3);
      }
      x0 = next;
      y0 = after;
      left = left > 4 ? left - 4 : 0;
    }
    filter += rows * run * 8;
  }
}
