import { accumulate } from './accumulate';
import { pad } from './pad';
import { free, roundUp, take } from './scratch';
import { pays } from './winograd';
import { winogradFilter } from './winogradFilter';

/** Pixels of dy that are taken at a time, with what they have met of x, for both to stay in the nearest cache. */
const pixelsAtATime: usize = 64;

/**
 * Gradient of a convolution with respect to its filter: `x` `[batch, height, width, inputs]` and `dy` `[batch, outHeight,
 * outWidth, outputs]` to `dFilter` `[size, size, inputs, outputs]`.
 */
export function filterGradient(
  x: usize,
  batch: usize,
  height: usize,
  width: usize,
  inputs: usize,
  dy: usize,
  outHeight: usize,
  outWidth: usize,
  outputs: usize,
  size: usize,
  stride: usize,
  padding: usize,
  dFilter: usize,
): void {
  if (pays(size, stride, inputs, outputs)) {
    winogradFilter(x, batch, height, width, inputs, dy, outputs, padding, dFilter);
    return;
  }
  const depth = roundUp(inputs, 4);
  const pixel = depth * 4;
  const lines = height + 2 * padding;
  const columns = width + 2 * padding;
  const line = columns * pixel;
  const outDepth = roundUp(outputs, 8);
  const outPixel = outDepth * 4;
  const run = size * depth;
  const sums = take(size * run * outPixel);
  memory.fill(sums, 0, size * run * outPixel);
  const xAsItIs = padding === 0 && depth === inputs;
  const dyAsItIs = outDepth === outputs;
  const padded = xAsItIs ? <usize>0 : take(lines * line);
  const filledUp = dyAsItIs ? <usize>0 : take(outHeight * outWidth * outPixel);
  const atATime = max<usize>(1, pixelsAtATime / outWidth);
  const xColumn = stride * pixel;
  const xJump = stride * line - outWidth * xColumn;
  for (let picture: usize = 0; picture < batch; picture++) {
    if (!xAsItIs) pad(x, height, width, inputs, padding, lines, columns, depth, padded);
    if (!dyAsItIs) pad(dy, outHeight, outWidth, outputs, 0, outHeight, outWidth, outDepth, filledUp);
    const seen = xAsItIs ? x : padded;
    const slopes = dyAsItIs ? dy : filledUp;
    for (let first: usize = 0; first < outHeight; first += atATime) {
      const count = min<usize>(atATime, outHeight - first);
      for (let row: usize = 0; row < size; row++) {
        const start = seen + (first * stride + row) * line;
        for (let input: usize = 0; input < run; input += 4) {
          for (let output: usize = 0; output < outDepth; output += 8) {
            accumulate(
              start + input * 4,
              xColumn,
              xJump,
              slopes + (first * outWidth * outDepth + output) * 4,
              outPixel,
              count,
              outWidth,
              sums + ((row * run + input) * outDepth + output) * 4,
              outPixel,
            );
          }
        }
      }
    }
    x += height * width * inputs * 4;
    dy += outHeight * outWidth * outputs * 4;
  }
  for (let tap: usize = 0; tap < size * size; tap++) {
    for (let input: usize = 0; input < inputs; input++) {
      memory.copy(dFilter, sums + (tap * depth + input) * outPixel, outputs * 4);
      dFilter += outputs * 4;
    }
  }
  if (!dyAsItIs) free(filledUp);
  if (!xAsItIs) free(padded);
  free(sums);
}
