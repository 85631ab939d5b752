import type { Segment } from '../trace.js';

/** A file format for one run. */
export interface Writer {
  readonly format: string;
  /** What the file's name should end with, with the dot. TensorBoard looks for `tfevents` in it. */
  readonly extension: string;
  readonly description: string;
  /**
   * The bytes of the file, in pieces. Losses that are not finite are kept; an unknown learning rate is an empty cell.
   * @throws RangeError where the format cannot hold the segment.
   */
  write(segment: Segment): AsyncGenerator<Uint8Array>;
}
