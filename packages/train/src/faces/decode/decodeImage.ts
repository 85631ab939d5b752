import sharp from 'sharp';
import { BadInput } from '../../badInput.js';
import type { Picture } from '../picture.js';
import { atMost } from './atMost.js';
import { decodeBmp } from './bmp.js';
import { imageKind } from './imageKind.js';
import { decodePnm } from './pnm.js';
import { checkPixels, TooManyPixels, Undecodable } from './undecodable.js';

/** How to handle images of another size: fail, or crop the longer side to a square and resize. */
export const wrongSizes = ['fail', 'resize'] as const;
export type WrongSize = (typeof wrongSizes)[number];

/** Of a picture of any size: 100 MB decoded. */
const mostPixels = 1 << 25;

const kinds = 'JPEG, PNG, WebP, TIFF, PGM, PPM or BMP';
const restore = 'restore it from its source, delete it, or go on without it: --on-bad-image skip';

/**
 * Decodes an image of a data set into size² · 3 bytes of RGB: Grey values are repeated, transparency is dropped, 16
 * bits are reduced to 8, and colour profiles are ignored, as in PyTorch and MXNet loaders. Exif orientation is honoured, as
 * OpenCV and with it MXNet do; PIL, and so torchvision, does so only when asked. If
 * the size is fixed, an image of another size is refused before allocation.
 *
 * @param file for messages
 * @throws BadInput if the bytes are not an image, damaged, or of the wrong size
 */
export async function decodeImage(
  bytes: Uint8Array,
  file: string,
  size: number,
  onWrongSize: WrongSize,
  into: Uint8Array,
): Promise<void> {
  try {
    if (onWrongSize === 'fail') {
      const picture = await decode(bytes, size * size);
      if (picture.width !== size || picture.height !== size)
        throw new TooManyPixels(picture.width, picture.height);
      into.set(picture.pixels);
    } else {
      into.set((await decode(bytes, mostPixels, size)).pixels);
    }
  } catch (error) {
    if (error instanceof TooManyPixels && onWrongSize === 'fail') {
      const { width, height } = error;
      throw new BadInput(
        file,
        `is ${width}×${height} pixels, not ${size}×${size}`,
        'crop or resize it, or let that be done: --on-wrong-size resize',
      );
    }
    throw asBadInput(error, file);
  }
}

/** Decodes an image of any size, up to 33 million pixels. */
export async function decodePicture(bytes: Uint8Array, file: string): Promise<Picture> {
  try {
    return await decode(bytes, mostPixels);
  } catch (error) {
    throw asBadInput(error, file);
  }
}

/** @param size to which the image is cropped and resized; without it, it is left as it is */
async function decode(bytes: Uint8Array, limit: number, size?: number): Promise<Picture> {
  const kind = imageKind(bytes);
  if (kind === null) throw new Undecodable(bytes.length === 0 ? 'it is empty' : `it is not ${kinds}`);
  if (kind === 'pnm' || kind === 'bmp') {
    const own = kind === 'pnm' ? decodePnm : decodeBmp;
    return size === undefined ? own(bytes, limit) : oneResized(() => resized(own(bytes, limit), size));
  }
  const options = { failOn: 'error', limitInputPixels: limit, ignoreIcc: true } as const;
  try {
    const image = sharp(bytes, options).removeAlpha().toColourspace('srgb');
    // To ask for it takes a twentieth of the time of a small JPEG, most of which have none.
    if (kind !== 'jpeg' || hasExif(bytes)) image.autoOrient();
    // In one pipeline, which holds a few rows of the image and not the whole.
    if (size !== undefined) image.resize(size, size, { fit: 'cover', fastShrinkOnLoad: false });
    const { data, info } = await image.raw().toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, pixels: data };
  } catch (error) {
    // Above the limit sharp does not report the size of the image; its header does.
    const { width, height } = await sharp(bytes, { limitInputPixels: false })
      .metadata()
      .catch(() => ({ width: 1, height: 1 }));
    checkPixels(width, height, limit);
    throw new Undecodable((error as Error).message.split('\n')[0]!);
  }
}

const hasExif = ({ buffer, byteOffset, byteLength }: Uint8Array) =>
  Buffer.from(buffer, byteOffset, byteLength).includes('Exif\0');

/** The whole image is in memory: one at a time. */
const oneResized = atMost(1);

async function resized({ width, height, pixels }: Picture, size: number): Promise<Picture> {
  const raw = { width, height, channels: 3 as const };
  const data = await sharp(pixels, { raw }).resize(size, size, { fit: 'cover' }).raw().toBuffer();
  return { width: size, height: size, pixels: data };
}

function asBadInput(error: unknown, file: string): unknown {
  return error instanceof Undecodable
    ? new BadInput(file, `cannot be decoded: ${error.message}`, restore)
    : error;
}
