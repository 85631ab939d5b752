import type { Picture } from '../picture.js';
import { checkPixels, Undecodable } from './undecodable.js';

/** PGM and PPM (P2, P3, P5, P6), 8 or 16 bits per sample. Implemented here because sharp's build has no PNM. */
export function decodePnm(bytes: Uint8Array, limit: number): Picture {
  const kind = bytes[1]! - 0x30;
  if (![2, 3, 5, 6].includes(kind)) throw new Undecodable('it is a bitmap of one bit a pixel');
  const channels = kind === 3 || kind === 6 ? 3 : 1;
  let at = 2;

  /** The next integer, after white space and comments. */
  function number(): number {
    for (;;) {
      while (isSpace(bytes[at])) at++;
      if (bytes[at] !== 0x23) break;
      while (at < bytes.length && bytes[at] !== 0x0a) at++;
    }
    let value = -1;
    for (; bytes[at]! >= 0x30 && bytes[at]! <= 0x39 && value < 1e9; at++) {
      value = Math.max(0, value) * 10 + bytes[at]! - 0x30;
    }
    if (value < 0) throw new Undecodable('a number is missing');
    return value;
  }

  const [width, height, largest] = [number(), number(), number()];
  checkPixels(width, height, limit);
  if (largest < 1 || largest > 65535) throw new Undecodable(`its largest value is ${largest}`);
  const samples = width * height * channels;
  const wide = largest > 255 ? 2 : 1;
  let sample: (i: number) => number;
  if (kind >= 5) {
    // One white space ends the header.
    const start = at + 1;
    if (bytes.length - start < samples * wide) throw new Undecodable('it is truncated');
    sample =
      wide === 1 ? (i) => bytes[start + i]! : (i) => bytes[start + 2 * i]! * 256 + bytes[start + 2 * i + 1]!;
  } else {
    sample = number;
  }
  const pixels = new Uint8Array(width * height * 3);
  for (let i = 0; i < samples; i++) {
    const value = Math.min(255, Math.round((sample(i) * 255) / largest));
    if (channels === 3) pixels[i] = value;
    else pixels.fill(value, 3 * i, 3 * i + 3);
  }
  return { width, height, pixels };
}

const isSpace = (byte: number | undefined) => byte === 0x20 || (byte! >= 0x09 && byte! <= 0x0d);
