import type { Pixels } from '@fastface/train/browser';

/** As the command's limits for an image of a face. */
const mostBytes = 1 << 26;
const mostPixels = 1 << 25;

/**
 * Decodes a picture in the page, turned as its Exif orientation says, on white where it is transparent. Colour profiles are
 * ignored, as in training.
 *
 * @throws Error with one line for people
 */
export async function decode(file: Blob, name: string): Promise<{ bitmap: ImageBitmap; pixels: Pixels }> {
  if (file.size > mostBytes)
    throw new Error(`${name} has ${Math.ceil(file.size / 2 ** 20)} MB: at most 64 are read.`);
  const bitmap = await createImageBitmap(file, { colorSpaceConversion: 'none' }).catch(() => null);
  if (bitmap === null) throw new Error(`${name} is no picture that this browser can show.`);
  try {
    return { bitmap, pixels: pixelsOf(bitmap, name) };
  } catch (error) {
    bitmap.close();
    throw error;
  }
}

function pixelsOf(bitmap: ImageBitmap, name: string): Pixels {
  const { width, height } = bitmap;
  if (width * height > mostPixels)
    throw new Error(
      `${name} has ${width} × ${height} pixels: at most ${(mostPixels / 1e6).toFixed(1)} million are read.`,
    );
  const canvas = Object.assign(document.createElement('canvas'), { width, height });
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error(`${name} is too large for this browser.`);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, width, height);
  return { width, height, data };
}

/** Draws the whole picture into a canvas, as large as it fits. */
export function showWhole(canvas: HTMLCanvasElement, bitmap: ImageBitmap, name: string): void {
  const scale = Math.min(canvas.width / bitmap.width, canvas.height / bitmap.height);
  const [width, height] = [bitmap.width * scale, bitmap.height * scale];
  const context = canvas.getContext('2d')!;
  context.imageSmoothingQuality = 'high';
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, (canvas.width - width) / 2, (canvas.height - height) / 2, width, height);
  canvas.ariaLabel = name;
}

/** Draws what the network gets, pixel for pixel. */
export function showCrop(canvas: HTMLCanvasElement, crop: Uint8Array, size: number): void {
  canvas.width = canvas.height = size;
  const context = canvas.getContext('2d')!;
  const image = context.createImageData(size, size);
  for (let from = 0, to = 0; from < crop.length; from += 3, to += 4)
    image.data.set([crop[from]!, crop[from + 1]!, crop[from + 2]!, 255], to);
  context.putImageData(image, 0, 0);
  canvas.ariaLabel = `The middle square in ${size} × ${size} pixels`;
}

export function clear(canvas: HTMLCanvasElement): void {
  canvas.getContext('2d')!.clearRect(0, 0, canvas.width, canvas.height);
  canvas.ariaLabel = 'No picture';
}
