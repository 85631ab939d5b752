import { BadInput } from '../../badInput.js';
import { PickledArray } from '../../pickle/numpyValues.js';
import { numpyVocabulary } from '../../pickle/numpyVocabulary.js';
import { PickleError } from '../../pickle/pickleError.js';
import { unpickle } from '../../pickle/unpickle.js';
import { readPlain } from '../../plainFile.js';
import type { PairSet } from '../dataset.js';
import { decodeImage } from '../decode/decodeImage.js';
import { checkImageSize, defaultImageSize, type LoadOptions } from '../loadOptions.js';

/** The largest set in use has 14,000 images, 120 MB. */
const mostBytes = 2 ** 31 - 1;

const mostLabels = 1 << 20;

/**
 * Reads a verification set of insightface, such as lfw.bin, cfp_fp.bin or agedb_30.bin: a pickle of encoded images
 * and one label per pair. Images 2i and 2i + 1 are a pair. Images may be bytes or NumPy arrays of bytes, labels may
 * be booleans, NumPy booleans or 0 and 1, as written by various scripts under Python 2 and 3. The file is parsed as
 * data and never executed. It is kept in memory; images are decoded on demand.
 *
 * @throws BadInput for a pickle with any other content, or with a call of any other function
 */
export async function verificationBin(path: string, options: LoadOptions = {}): Promise<PairSet> {
  const { imageSize = defaultImageSize, onWrongSize = 'fail' } = options;
  checkImageSize(imageSize);
  const bytes = await readPlain(path, mostBytes, 'no verification set is that large');
  const fail = (problem: string) => new BadInput(path, problem, 'get the .bin file again from its source');
  let contents: unknown;
  try {
    contents = unpickle(bytes, numpyVocabulary);
  } catch (error) {
    if (error instanceof PickleError) throw fail(`cannot be read as a pickle: ${error.message}`);
    throw error;
  }
  if (!Array.isArray(contents) || contents.length !== 2) throw fail('is no pair of images and labels');
  const images = asArray(contents[0]);
  const labels = asArray(contents[1]);
  if (images === null || labels === null || labels.length === 0)
    throw fail('is no list of images and list of labels');
  if (images.length < 2 * labels.length) {
    throw fail(`has ${images.length} images, which is too few for ${labels.length} pairs`);
  }
  const same = Uint8Array.from(labels, (label, pair) => {
    if (label === true || label === 1) return 1;
    if (label === false || label === 0) return 0;
    throw fail(`has no label 0 or 1 for pair ${pair}`);
  });
  const encoded = images.slice(0, 2 * labels.length).map((image, index) => {
    const data = image instanceof PickledArray && image.dtype.bytes === 1 ? image.data : image;
    if (data instanceof Uint8Array) return data;
    throw fail(`has no bytes as image ${index}`);
  });
  const describe = (index: number) => `${path}, image ${index}`;
  return {
    name: path,
    imageSize,
    length: encoded.length,
    pairs: same.length,
    same: (pair) => same[pair] === 1,
    image: (index, into) => decodeImage(encoded[index]!, describe(index), imageSize, onWrongSize, into),
    describe,
  };
}

/** Converts a list or a NumPy array of booleans or bytes to an array. */
function asArray(value: unknown): unknown[] | null {
  if (Array.isArray(value)) return value;
  if (!(value instanceof PickledArray) || value.shape.length !== 1 || value.dtype.bytes !== 1) return null;
  return value.data.length > mostLabels ? null : [...value.data];
}
