import type { ImageSet } from '../../src/faces/dataset.js';
import type { Embedder } from '../../src/verify/embedder.js';

/**
 * Images of 2 × 2 pixels that hold their own number, the second column something else, so that a mirrored image can be
 * told; and a network that looks the number's recorded embedding up.
 */
export function recorded(
  straight: readonly number[],
  mirrored: readonly number[],
  length: number,
): { set: ImageSet; embedder: Embedder; calls: number[] } {
  const dimension = straight.length / length;
  const calls: number[] = [];
  const byte = (value: number) => Math.round((value + 1) * 127.5);
  return {
    calls,
    set: {
      name: 'recorded',
      imageSize: 2,
      length,
      image: async (index, into) => void into.set([index & 255, index >> 8, 1, 255, 255, 255]),
      describe: (index) => `image ${index}`,
    },
    embedder: (images, count) => {
      calls.push(count);
      return Float32Array.from({ length: count * dimension }, (_, i) => {
        const pixel = Math.floor(i / dimension) * 12;
        const isMirrored = byte(images[pixel + 2]!) === 255;
        const at = isMirrored ? pixel + 3 : pixel;
        const index = byte(images[at]!) + 256 * byte(images[at + 1]!);
        return (isMirrored ? mirrored : straight)[index * dimension + (i % dimension)]!;
      });
    },
  };
}
