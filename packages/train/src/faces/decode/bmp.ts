import type { Picture } from '../picture.js';
import { checkPixels, Undecodable } from './undecodable.js';

/**
 * Uncompressed BMP of 8 (with a palette), 24 or 32 bits. Implemented here because sharp's build has no BMP, and other
 * packages read no palettes or allocate memory before they check sizes.
 */
export function decodeBmp(bytes: Uint8Array, limit: number): Picture {
  if (bytes.length < 54) throw new Undecodable('it is truncated');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = view.getUint32(10, true);
  const header = view.getUint32(14, true);
  const width = view.getInt32(18, true);
  const signedHeight = view.getInt32(22, true);
  const bits = view.getUint16(28, true);
  const compression = view.getUint32(30, true);
  const colours = view.getUint32(46, true) || 256;
  // 3 with 32 bits gives masks, which are those of BGRA in every writer met.
  const plain = compression === 0 || (compression === 3 && bits === 32);
  if (header < 40 || !plain || ![8, 24, 32].includes(bits)) {
    throw new Undecodable(`it is a BMP of ${bits} bits with compression ${compression}`);
  }
  const height = Math.abs(signedHeight);
  checkPixels(width, height, limit);
  const stride = Math.ceil((width * bits) / 32) * 4;
  const palette = 14 + header;
  const paletteEnd = bits === 8 ? palette + 4 * Math.min(256, colours) : palette;
  if (start + stride * height > bytes.length || paletteEnd > bytes.length)
    throw new Undecodable('it is truncated');
  const pixels = new Uint8Array(width * height * 3);
  const step = bits / 8;
  for (let row = 0, to = 0; row < height; row++) {
    // Rows are stored bottom-up unless the height is negative.
    let from = start + (signedHeight > 0 ? height - 1 - row : row) * stride;
    for (let column = 0; column < width; column++, from += step, to += 3) {
      const at = bits === 8 ? palette + 4 * bytes[from]! : from;
      if (at + 2 >= paletteEnd && bits === 8) throw new Undecodable('a pixel has no colour in the palette');
      pixels[to] = bytes[at + 2]!;
      pixels[to + 1] = bytes[at + 1]!;
      pixels[to + 2] = bytes[at]!;
    }
  }
  return { width, height, pixels };
}
