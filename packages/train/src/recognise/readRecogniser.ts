import { parseSafetensors } from '../checkpoint/safetensorsBytes.js';
import type { ImageSet } from '../faces/dataset.js';
import { coverSquare, type Pixels } from '../faces/resize/coverSquare.js';
import { embedderOf } from '../loop/verification.js';
import type { Model } from '../model/createModel.js';
import { modelFrom, type NetworkShape, thresholdIn } from '../model/modelFrom.js';
import { type Comparison, comparisonOf } from './comparison.js';
import { type Embeddings, embedImages } from './embeddings.js';

/** A canvas of a page or of a worker. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
  getContext(kind: '2d'): object | null;
}

/** A face: an `ImageData`, three or four bytes a pixel of your own, or a canvas. */
export type FacePicture = Pixels | Canvas;

export interface ReadRecogniserOptions extends NetworkShape {
  /** Similarity above which two pictures are one person (default: what `export` noted of the network's verification). */
  readonly threshold?: number;
  /** What messages call the network (default: the network). */
  readonly name?: string;
}

/** A trained network in a page. */
export interface PageRecogniser {
  readonly model: Model;
  readonly threshold: number | null;
  /** The picture as the network gets it: imageSize² · 3 bytes, RGB. */
  crop(picture: FacePicture): Uint8Array;
  /** Embeddings of length 1, one a row: of each picture and its mirror image together. */
  embed(pictures: readonly FacePicture[]): Promise<Embeddings>;
  compare(first: FacePicture, second: FacePicture): Promise<Comparison>;
  /** Frees the network's memory. */
  dispose(): void;
}

/**
 * Opens a trained network in a page: the bytes of a file that `fastface-train export -o network.safetensors` wrote, or of one
 * with PyTorch's names. It computes on the active backend of TensorFlow.js. No picture leaves the page.
 *
 * A picture of another size than the network's is cut to a square and resized, as by `--on-wrong-size resize`. The same
 * pixels give the same bytes as in Node, and the same embeddings but for the rounding of 32-bit floats. (Node decodes a JPEG
 * of four times the size or more at a smaller size; its pixels then differ by one step of 255 on average.) Faces must
 * be aligned as those that the network was trained on. Alpha is ignored: draw on a background first.
 *
 * @throws BadInput if the bytes are damaged or hold no network; of `embed` and `compare`, if an embedding is not finite
 * @example
 * ```ts no-run
 * const recogniser = readRecogniser(await (await fetch('network.safetensors')).arrayBuffer());
 * const { similarity, same } = await recogniser.compare(firstCanvas, secondCanvas);
 * ```
 */
export function readRecogniser(
  bytes: ArrayBuffer | Uint8Array,
  { name = 'the network', threshold: given, ...shape }: ReadRecogniserOptions = {},
): PageRecogniser {
  const file = parseSafetensors(bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes), name);
  const model = modelFrom(file, name, shape);
  const threshold = given ?? thresholdIn(file.metadata);
  const { imageSize } = model;
  const embedder = embedderOf(model);

  const crop = (picture: FacePicture) => coverSquare(pixelsOf(picture), imageSize);
  const embed = (pictures: readonly FacePicture[]) => {
    const set: ImageSet = {
      name: 'pictures',
      imageSize,
      length: pictures.length,
      image: (index, into) => into.set(crop(pictures[index]!)),
      describe: (index) => `picture ${index + 1}`,
    };
    return embedImages(set, embedder);
  };
  return {
    model,
    threshold,
    crop,
    embed,
    compare: async (first, second) => comparisonOf(await embed([first, second]), threshold),
    dispose: () => model.dispose(),
  };
}

function pixelsOf(picture: FacePicture): Pixels {
  if (!('getContext' in picture)) return picture;
  const context = picture.getContext('2d');
  if (context === null || !('getImageData' in context))
    throw new RangeError('invalid canvas: it has no 2d context');
  const { getImageData } = context as { getImageData(x: number, y: number, w: number, h: number): Pixels };
  return getImageData.call(context, 0, 0, picture.width, picture.height);
}
