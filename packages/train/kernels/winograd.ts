import { correlate } from './correlate';
import { pad } from './pad';
import { free, roundUp, take } from './scratch';
import { gather, transformFilter } from './transformFilter';
import { transformWindow } from './transformWindow';

/*
 * Stride-1 3×3 convolutions, 16 multiplications per 2×2 tile of outputs instead of 36: windows of 4×4 pixels, half of which two neighbours
 * share, give 2×2 outputs each. Transforms are sums, differences and halves, so that hardly a digit is lost. Source: Lavin and
 * Gray (2016), Fast algorithms for convolutional neural networks, arXiv 1509.09308, section 4.1 for the output and the input's
 * gradient, F(2×2, 3×3), and 4.2 for the filter's, F(3×3, 2×2).
 */

/** Whether the fewer products make up for the transforms. */
export function pays(size: usize, stride: usize, inputs: usize, outputs: usize): bool {
  const wide = min<usize>(inputs, outputs) >= 16 && max<usize>(inputs, outputs) >= 24;
  return size === 3 && stride === 1 && wide && ((inputs | outputs) & 3) === 0;
}

/**
 * Windows at a time: what they are transformed to stays in the second cache, and where there are many channels, a filter that
 * does not fit into it serves many windows.
 */
export function windowsAtATime(channels: usize): usize {
  return max<usize>(channels < 128 ? 32 : 64, (4096 / channels) & ~3);
}

/**
 * Convolution of `x` `[batch, height, width, inputs]` with the panels `[⌈outputs / 8⌉][9][inputs][8]` of a 3×3 filter, no step;
 * `padding` 0 to 2.
 */
export function winograd(
  x: usize,
  batch: usize,
  height: usize,
  width: usize,
  inputs: usize,
  panels: usize,
  outputs: usize,
  padding: usize,
  y: usize,
): void {
  const outHeight = height + 2 * padding - 2;
  const outWidth = width + 2 * padding - 2;
  const down = (outHeight + 1) / 2;
  const across = (outWidth + 1) / 2;
  const lines = down * 2 + 2;
  const columns = across * 2 + 2;
  const pixel = inputs * 4;
  const line = columns * pixel;
  const atATime = windowsAtATime(max<usize>(inputs, outputs));
  const together = min<usize>(batch, (atATime + down * across - 1) / (down * across));
  const plane = atATime * pixel;
  const outPlane = atATime * outputs * 4;
  const panelPlane = roundUp(outputs, 8) * pixel;
  const padded = take(together * lines * line);
  const filters = take(16 * panelPlane);
  const windows = take(16 * plane);
  const products = take(16 * outPlane);
  const spare = take(128);
  transformFilter(panels, roundUp(outputs, 8) / 8, inputs, filters);
  for (let first: usize = 0; first < batch; first += together) {
    const pictures = min<usize>(together, batch - first);
    for (let picture: usize = 0; picture < pictures; picture++) {
      pad(x, height, width, inputs, padding, lines, columns, inputs, padded + picture * lines * line);
      x += height * width * pixel;
    }
    const count = pictures * down * across;
    for (let start: usize = 0; start < count; start += atATime) {
      const now = min<usize>(atATime, count - start);
      for (let index: usize = 0; index < now; index++) {
        const column = (start + index) % across;
        const row = (start + index) / across;
        // Two lines of padding after each picture's.
        const from = padded + (2 * row + 2 * (row / down)) * line + 2 * column * pixel;
        transformWindow(from, line, pixel, windows + index * pixel, plane);
      }
      for (let each: usize = 0; each < 16; each++) {
        correlate(
          windows + each * plane,
          0,
          pixel,
          1,
          pixel,
          pixel,
          filters + each * panelPlane,
          outputs,
          products + each * outPlane,
          0,
          outputs * 4,
          1,
          now,
          spare,
        );
      }
      for (let index: usize = 0; index < now; index++) {
        const column = ((start + index) % across) * 2;
        const row = (start + index) / across;
        const picture = row / down;
        const inPicture = (row % down) * 2;
        gather(
          products + index * outputs * 4,
          outPlane,
          outputs,
          y + ((picture * outHeight + inPicture) * outWidth + column) * outputs * 4,
          outWidth * outputs * 4,
          min<usize>(2, outHeight - inPicture),
          min<usize>(2, outWidth - column),
        );
      }
    }
    y += pictures * outHeight * outWidth * outputs * 4;
  }
  free(spare);
  free(products);
  free(windows);
  free(filters);
  free(padded);
}
