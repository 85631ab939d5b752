import { correlate } from './correlate';
import { packFilter } from './packFilter';
import { pad } from './pad';
import { free, roundUp, take } from './scratch';
import { pays, winograd } from './winograd';

/** Of the taps of a filter, one after the other `stride` apart, those that every `stride`-th input from `phase` on has met. */
function lastTap(phase: isize, size: isize, stride: isize, padding: isize): isize {
  const first = (phase + padding) % stride;
  return first >= size ? -1 : first + ((size - 1 - first) / stride) * stride;
}

/**
 * Gradient of a convolution with respect to its input: `dy` `[batch, outHeight, outWidth, outputs]` to `dx` `[batch, height,
 * width, inputs]`.
 *
 * Inputs that are `stride` apart have met the same taps of the filter, in reverse order along the outputs: each of
 * `stride²` such sets is a convolution of dy without a step. No product is with a zero that a stride has put in.
 */
export function inputGradient(
  dy: usize,
  batch: usize,
  outHeight: usize,
  outWidth: usize,
  outputs: usize,
  filter: usize,
  size: usize,
  inputs: usize,
  stride: usize,
  padding: usize,
  dx: usize,
  height: usize,
  width: usize,
): void {
  const numbers = inputs * outputs;
  if (padding < 3 && pays(size, stride, inputs, outputs)) {
    const turned = take(9 * outputs * roundUp(inputs, 8) * 4);
    const end = filter + 8 * numbers * 4;
    packFilter(
      end,
      3,
      3,
      outputs,
      inputs,
      -(<isize>(3 * numbers)),
      -(<isize>numbers),
      1,
      outputs,
      outputs,
      turned,
    );
    winograd(dy, batch, outHeight, outWidth, outputs, turned, inputs, 2 - padding, dx);
    free(turned);
    return;
  }
  const depth = roundUp(outputs, 4);
  const pixel = depth * 4;
  // How far outside dy the taps reach.
  let before: isize = 0;
  let after: isize = 0;
  for (let phase: isize = 0; phase < <isize>stride; phase++) {
    const last = lastTap(phase, size, stride, padding);
    if (last < 0) continue;
    const reach = (phase + <isize>padding) / <isize>stride;
    before = max<isize>(before, (last - phase - <isize>padding) / <isize>stride);
    after = max<isize>(after, (<isize>height - 1 - phase) / <isize>stride + reach + 1 - <isize>outHeight);
    after = max<isize>(after, (<isize>width - 1 - phase) / <isize>stride + reach + 1 - <isize>outWidth);
  }
  const lines = outHeight + before + after;
  const columns = outWidth + before + after;
  const line = columns * pixel;
  const padded = take(lines * line);
  const spare = take(128);
  const panels = take(size * size * depth * roundUp(inputs, 8) * 4);
  let panel = panels;
  for (let row: isize = 0; row < <isize>stride; row++) {
    for (let column: isize = 0; column < <isize>stride; column++) {
      const lastRow = lastTap(row, size, stride, padding);
      const lastColumn = lastTap(column, size, stride, padding);
      if (lastRow < 0 || lastColumn < 0) continue;
      const rows = <usize>lastRow / stride + 1;
      const taps = <usize>lastColumn / stride + 1;
      packFilter(
        filter + (lastRow * size + lastColumn) * numbers * 4,
        rows,
        taps,
        outputs,
        inputs,
        -(<isize>(stride * size * numbers)),
        -(<isize>(stride * numbers)),
        1,
        outputs,
        depth,
        panel,
      );
      panel += rows * taps * depth * roundUp(inputs, 8) * 4;
    }
  }
  for (let picture: usize = 0; picture < batch; picture++) {
    pad(dy, outHeight, outWidth, outputs, before, lines, columns, depth, padded);
    panel = panels;
    for (let row: isize = 0; row < <isize>stride; row++) {
      for (let column: isize = 0; column < <isize>stride; column++) {
        const lastRow = lastTap(row, size, stride, padding);
        const lastColumn = lastTap(column, size, stride, padding);
        const none = lastRow < 0 || lastColumn < 0;
        const rows = none ? <usize>0 : <usize>lastRow / stride + 1;
        const taps = none ? <usize>0 : <usize>lastColumn / stride + 1;
        const down = none ? <isize>0 : before - (lastRow - row - <isize>padding) / <isize>stride;
        const right = none ? <isize>0 : before - (lastColumn - column - <isize>padding) / <isize>stride;
        correlate(
          padded + <usize>down * line + <usize>right * pixel,
          line,
          pixel,
          rows,
          taps * pixel,
          line,
          panel,
          inputs,
          dx + (row * width + column) * inputs * 4,
          stride * width * inputs * 4,
          stride * inputs * 4,
          <usize>row < height ? (height - row + stride - 1) / stride : 0,
          <usize>column < width ? (width - column + stride - 1) / stride : 0,
          spare,
        );
        panel += rows * taps * depth * roundUp(inputs, 8) * 4;
      }
    }
    dy += outHeight * outWidth * outputs * 4;
    dx += height * width * inputs * 4;
  }
  free(panels);
  free(spare);
  free(padded);
}
