/** [[a, −b, x], [b, a, y]], row by row: rotation and scaling by (a, b), then a shift. */
export type Similarity = readonly [number, number, number, number, number, number];

/** Positions of eyes, nose and mouth corners in an aligned image of 112 × 112 pixels. Source: arcface_torch. */
export const facePoints: readonly (readonly [number, number])[] = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041],
];

/**
 * The rotation, scaling and shift that map `from` to `to` with the smallest sum of squared distances (Umeyama 1991;
 * in two dimensions without reflection this is a linear problem with a closed-form solution).
 *
 * @throws RangeError if all points of `from` coincide
 * @example
 * similarityTransform([[0, 0], [1, 0]], [[5, 5], [5, 7]]); // [0, -2, 5, 2, 0, 5]
 */
export function similarityTransform(
  from: readonly (readonly [number, number])[],
  to: readonly (readonly [number, number])[],
): Similarity {
  const centre = (points: readonly (readonly [number, number])[], axis: 0 | 1) =>
    points.reduce((sum, point) => sum + point[axis], 0) / points.length;
  const [fromX, fromY, toX, toY] = [centre(from, 0), centre(from, 1), centre(to, 0), centre(to, 1)];
  let [square, along, across] = [0, 0, 0];
  for (const [i, [x, y]] of from.entries()) {
    const [u, v] = [to[i]![0] - toX, to[i]![1] - toY];
    square += (x - fromX) ** 2 + (y - fromY) ** 2;
    along += (x - fromX) * u + (y - fromY) * v;
    across += (x - fromX) * v - (y - fromY) * u;
  }
  if (!(square > 0)) throw new RangeError('invalid points: they coincide');
  const a = along / square;
  const b = across / square;
  return [a, -b, toX - a * fromX + b * fromY, b, a, toY - b * fromX - a * fromY];
}
