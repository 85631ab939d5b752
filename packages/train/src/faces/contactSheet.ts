import sharp from 'sharp';
import { type FaceSet, imageBytes } from './dataset.js';

/**
 * A PNG with one row a person: the first `rows` people who have images, and up to `columns` images of each, enlarged by
 * a whole number of times where they are small.
 *
 * @example
 * const faces = await generatedFaces({ identities: 2, perIdentity: 3, imageSize: 16 }, { cache: null });
 * const png = await contactSheet(faces, { rows: 2, columns: 3 });
 * png.subarray(1, 4).toString(); // 'PNG'
 */
export async function contactSheet(
  set: FaceSet,
  { rows = 8, columns = 8 }: { readonly rows?: number; readonly columns?: number } = {},
): Promise<Buffer> {
  const size = set.imageSize;
  const gap = Math.max(1, Math.round(size / 16));
  const cell = size + gap;
  const chosen = firstOfEach(set, rows, columns);
  const width = gap + cell * Math.max(...chosen.map((row) => row.length));
  const height = gap + cell * chosen.length;
  const sheet = new Uint8Array(width * height * 3).fill(255);
  const image = new Uint8Array(imageBytes(set));
  for (const [row, indices] of chosen.entries()) {
    for (const [column, index] of indices.entries()) {
      await set.image(index, image);
      for (let line = 0; line < size; line++) {
        const pixel = (gap + row * cell + line) * width + gap + column * cell;
        sheet.set(image.subarray(line * size * 3, (line + 1) * size * 3), pixel * 3);
      }
    }
  }
  const zoom = Math.max(1, Math.floor(96 / size));
  return sharp(sheet, { raw: { width, height, channels: 3 } })
    .resize(width * zoom, height * zoom, { kernel: 'nearest' })
    .png()
    .toBuffer();
}

/** Indices of the first `columns` images of the `rows` lowest labels that occur. */
function firstOfEach(set: FaceSet, rows: number, columns: number): number[][] {
  const labels = new Set<number>();
  for (let index = 0; index < set.length; index++) labels.add(set.label(index));
  const shown = [...labels].sort((a, b) => a - b).slice(0, rows);
  const images = new Map(shown.map((label) => [label, [] as number[]]));
  for (let index = 0; index < set.length; index++) {
    const row = images.get(set.label(index));
    if (row !== undefined && row.length < columns) row.push(index);
  }
  return [...images.values()];
}
