import type { StateTensor } from '../model/stateDict.js';

/** A grouped filter in PyTorch's layout `[C, g, k, k]` as a full one `[k, k, C, C]` with zeros between the groups. */
export function dense({ shape, data }: StateTensor): StateTensor {
  const [channels, group, size] = shape as [number, number, number, number];
  const full = new Float32Array(size * size * channels * channels);
  for (let output = 0, from = 0; output < channels; output++) {
    const first = output - (output % group);
    for (let input = first; input < first + group; input++) {
      for (let tap = 0; tap < size * size; tap++)
        full[(tap * channels + input) * channels + output] = data[from++]!;
    }
  }
  return { shape: [size, size, channels, channels], data: full };
}
