import type { BadInput } from '../badInput.js';

/**
 * Images, all of one size and decoded on demand. An image is imageSize² · 3 bytes: row after row, and R, G, B for every
 * pixel (HWC, u8).
 */
export interface ImageSet {
  /** For people: what it is and where it came from. */
  readonly name: string;
  /** Height and width, in pixels. */
  readonly imageSize: number;
  /** Images. */
  readonly length: number;
  /**
   * Writes image `index` into `into`, which has imageSize² · 3 bytes; a subarray of a batch is meant. A promise where
   * decoding is needed: call it for several images at once, each has work of its own.
   *
   * @throws BadInput for an image that cannot be read
   */
  image(index: number, into: Uint8Array): Promise<void> | void;
  /** Where the image is encoded, if threads can read it by themselves; a set in memory has no such method. */
  place?(index: number): ImagePlace;
  /** The file or record of an image, for messages. */
  describe(index: number): string;
}

/** A file that holds one encoded image, or the place of a record in a RecordIO file. */
export interface ImagePlace {
  readonly file: string;
  readonly record?: {
    readonly offset: number;
    /** What the record must say. */
    readonly label: number;
  };
}

/** Labelled images to train on. */
export interface FaceSet extends ImageSet {
  /** What was left out when the set was opened: people with too few images. */
  readonly leftOut?: readonly BadInput[];
  /** Number of people with too few images, where they were kept. */
  readonly few?: number;
  /** Identities; labels are 0 … classes − 1. */
  readonly classes: number;
  label(index: number): number;
}

/** Pairs to verify: pair i is the images 2i and 2i + 1, so `length` is 2 · pairs. */
export interface PairSet extends ImageSet {
  readonly pairs: number;
  /** Whether pair i shows one person. */
  same(pair: number): boolean;
}

/** Images in templates, and pairs of templates to compare: what the meta files of IJB-B and IJB-C say. */
export interface TemplateSet extends ImageSet {
  /** Of each image. */
  readonly templates: Int32Array;
  readonly media: Int32Array;
  /** How sure the detector was of each image. */
  readonly scores: Float32Array;
  /** Pairs of templates, and 1 where they are of one person. */
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly same: Uint8Array;
}

/** The bytes of one image. */
export const imageBytes = (set: ImageSet): number => set.imageSize ** 2 * 3;
