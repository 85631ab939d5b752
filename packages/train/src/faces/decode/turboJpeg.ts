import { createRequire } from 'node:module';

/**
 * Decodes a JPEG into size² · 3 bytes of RGB. Returns false if it is not a plain JPEG of that size (see
 * {@link isPlainJpeg}) or is damaged; `into` may then hold anything.
 */
export type TurboJpeg = (bytes: Uint8Array, size: number, into: Uint8Array) => boolean;

/** What the package's decoder offers. */
interface Decoder {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getDecodedBuffer(): Uint8Array;
  getFrameInfo(): { readonly width: number; readonly height: number; readonly componentCount: number };
}

type Factory = (options: { locateFile(file: string): string }) => Promise<{ JPEGDecoder: new () => Decoder }>;

const codec = '@cornerstonejs/codec-libjpeg-turbo-8bit';

/**
 * libjpeg-turbo as WebAssembly: four times as fast as sharp on images of 112 × 112 pixels, where sharp spends most of
 * its time outside of the decoder. The pixels are the same to the last bit, and so are those of PIL and OpenCV. It
 * blocks its thread, and a damaged image can only reach the memory of the WebAssembly.
 *
 * @example
 * const decode = await openTurboJpeg();
 * const noImage = Uint8Array.of(0xff, 0xd8);
 * decode(noImage, 112, new Uint8Array(112 * 112 * 3)); // false
 */
export async function openTurboJpeg(): Promise<TurboJpeg> {
  const require = createRequire(import.meta.url);
  const factory = require(`${codec}/wasmjs`) as Factory;
  const { JPEGDecoder } = await factory({ locateFile: () => require.resolve(`${codec}/wasm`) });
  const decoder = new JPEGDecoder();
  return (bytes, size, into) => {
    if (!isPlainJpeg(bytes, size)) return false;
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    try {
      decoder.decode();
    } catch {
      return false;
    }
    const pixels = decoder.getDecodedBuffer();
    if (pixels.length === into.length) into.set(pixels);
    else if (3 * pixels.length === into.length)
      for (let i = 0; i < into.length; i++) into[i] = pixels[(i / 3) | 0]!;
    else return false;
    return true;
  };
}

/**
 * Whether a file is a JPEG of size × size pixels, 8 bits, grey or in three colours, without Exif data, which could
 * turn it. Only the headers before the image data are read.
 */
export function isPlainJpeg(bytes: Uint8Array, size: number): boolean {
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8) return false;
  const twoBytes = (at: number) => (bytes[at]! << 8) | bytes[at + 1]!;
  let isPlain = false;
  for (let at = 2; at + 9 < bytes.length; at += 2 + twoBytes(at + 2)) {
    const marker = bytes[at + 1]!;
    if (bytes[at] !== 0xff || marker < 0xc0 || marker === 0xff || marker === exif) return false;
    if (marker === startOfScan) return isPlain;
    if (!frames.includes(marker)) continue;
    const isSize = twoBytes(at + 5) === size && twoBytes(at + 7) === size;
    isPlain = isSize && bytes[at + 4] === 8 && (bytes[at + 9] === 1 || bytes[at + 9] === 3);
  }
  return false;
}

/** APP1, which holds Exif data or XMP. */
const exif = 0xe1;
const startOfScan = 0xda;
/** SOF0 baseline, SOF1 extended, SOF2 progressive; the others are rare. */
const frames = [0xc0, 0xc1, 0xc2];
