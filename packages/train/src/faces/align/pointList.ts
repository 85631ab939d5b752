import { BadInput } from '../../badInput.js';
import { resolveInside } from '../pairs/resolveInside.js';
import { forEachLine } from '../pairs/textLines.js';

export type Point = readonly [number, number];

/** An image and the five points of a face in it: eyes, tip of the nose, corners of the mouth, each the left one first. */
export interface FaceInImage {
  readonly file: string;
  /** The file as the list names it. */
  readonly name: string;
  readonly points: readonly Point[];
  /** File and line, for messages. */
  readonly where: string;
}

/**
 * Reads a list of faces: lines "path x1 y1 … x5 y5", separated by tabs, commas or spaces; what follows, such as a score,
 * is ignored. Left and right are those of the image. Pixels count from 0 at the centre of the upper left one. A first
 * line of column names is ignored.
 *
 * @param root where the images are
 * @throws BadInput for a line of another form, a path that leads out of `root`, and points that coincide (within 1e-3 pixel)
 */
export async function pointList(path: string, root: string): Promise<FaceInImage[]> {
  const faces: FaceInImage[] = [];
  let isFirst = true;
  await forEachLine(path, (text, where) => {
    const separator = text.includes('\t') ? '\t' : text.includes(',') ? ',' : /\s+/;
    const [name = '', ...rest] = text.split(separator).map((field) => field.trim());
    const numbers = rest.slice(0, 10).map((field) => (field === '' ? Number.NaN : Number(field)));
    const isHeader = isFirst && numbers.length === 10 && numbers.every(Number.isNaN);
    isFirst = false;
    if (isHeader) return;
    if (numbers.length !== 10 || !numbers.every((value) => Math.abs(value) < 1e6))
      throw new BadInput(
        where,
        `is no path with five points: ${text}`,
        'give lines like: a.jpg 38 52 74 52 56 72 42 92 71 92',
      );
    const points = [0, 2, 4, 6, 8].map((i): Point => [numbers[i]!, numbers[i + 1]!]);
    const [firstX, firstY] = points[0]!;
    if (points.every(([x, y]) => Math.hypot(x - firstX, y - firstY) < 1e-3))
      throw new BadInput(where, 'has five points that coincide', 'correct or delete the line');
    faces.push({ file: resolveInside(root, name, where), name, points, where });
  });
  if (faces.length === 0)
    throw new BadInput(path, 'lists no face', 'give lines like: a.jpg 38 52 74 52 56 72 42 92 71 92');
  return faces;
}
