import { readPlain } from '../plainFile.js';

/** No image of a data set is larger. */
const mostBytes = 1 << 26;

/** The bytes of an image file. */
export const readImageFile = (path: string): Promise<Uint8Array> =>
  readPlain(path, mostBytes, 'no image of a face is that large');
