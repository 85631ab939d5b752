import { BadInput } from '../badInput.js';
import { openPlain } from '../plainFile.js';
import { atMost } from './decode/atMost.js';
import { decodeImage, decodePicture, type WrongSize } from './decode/decodeImage.js';
import type { Picture } from './picture.js';

/** No image of a data set is larger. */
const mostBytes = 1 << 26;

/** Files from this size on are taken one at a time: a batch of the largest would not fit into the memory. */
const large = 1 << 22;
const oneLarge = atMost(1);

/** Reads and decodes an image file, as {@link decodeImage}. */
export const readImageFile = (
  path: string,
  size: number,
  onWrongSize: WrongSize,
  into: Uint8Array,
): Promise<void> => withBytes(path, (bytes) => decodeImage(bytes, path, size, onWrongSize, into));

/** Reads and decodes an image file of any size, and passes it to `use`; few at a time, because they may be large. */
export const readPicture = (path: string, use: (picture: Picture) => void): Promise<void> =>
  fewPictures(() => withBytes(path, async (bytes) => use(await decodePicture(bytes, path))));

/** As many as Node decodes side by side. */
const fewPictures = atMost(4);

async function withBytes(path: string, use: (bytes: Uint8Array) => Promise<void>): Promise<void> {
  const { file, size } = await openPlain(path);
  const work = async () => use(await file.readFile());
  try {
    if (size > mostBytes) throw new BadInput(path, `has ${size} bytes`, 'no image of a face is that large');
    await (size > large ? oneLarge(work) : work());
  } finally {
    await file.close();
  }
}
