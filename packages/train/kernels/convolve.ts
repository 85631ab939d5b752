import { correlate } from './correlate';
import { packFilter } from './packFilter';
import { pad } from './pad';
import { free, roundUp, take } from './scratch';
import { pays, winograd } from './winograd';

/** Convolution of `x` `[batch, height, width, inputs]` with `filter` `[size, size, inputs, outputs]`. */
export function convolve(
  x: usize,
  batch: usize,
  height: usize,
  width: usize,
  inputs: usize,
  filter: usize,
  size: usize,
  outputs: usize,
  stride: usize,
  padding: usize,
  y: usize,
  outHeight: usize,
  outWidth: usize,
): void {
  const depth = roundUp(inputs, 4);
  const pixel = depth * 4;
  const lines = height + 2 * padding;
  const columns = width + 2 * padding;
  const line = columns * pixel;
  const panels = take(size * size * depth * roundUp(outputs, 8) * 4);
  packFilter(
    filter,
    size,
    size,
    inputs,
    outputs,
    size * inputs * outputs,
    inputs * outputs,
    outputs,
    1,
    depth,
    panels,
  );
  if (pays(size, stride, inputs, outputs)) {
    winograd(x, batch, height, width, inputs, panels, outputs, padding, y);
    free(panels);
    return;
  }
  const spare = take(128);
  const asItIs = padding === 0 && depth === inputs;
  const padded = asItIs ? <usize>0 : take(lines * line);
  for (let picture: usize = 0; picture < batch; picture++) {
    if (!asItIs) pad(x, height, width, inputs, padding, lines, columns, depth, padded);
    correlate(
      asItIs ? x : padded,
      stride * line,
      stride * pixel,
      size,
      size * pixel,
      line,
      panels,
      outputs,
      y,
      outWidth * outputs * 4,
      outputs * 4,
      outHeight,
      outWidth,
      spare,
    );
    x += height * width * inputs * 4;
    y += outHeight * outWidth * outputs * 4;
  }
  if (!asItIs) free(padded);
  free(spare);
  free(panels);
}
