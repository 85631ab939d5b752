/** A straight line through losses so far: its level at the newest one, and its slope. */
export interface StartLine {
  level: number;
  slope: number;
}

/**
 * Takes the n-th value into the least-squares line through all n, in place:
 *
 *     e = y − (level + slope),   level += slope + e·2(2n − 1)/(n(n + 1)),   slope += e·6/(n(n + 1))
 *
 * with level = y, slope = 0 at n = 1. It is exact, O(1), and needs no sums that grow.
 *
 * @see Morrison 1969, Introduction to Sequential Smoothing and Prediction: the expanding-memory polynomial filter
 */
export function startLine(line: StartLine, value: number, n: number): void {
  const error = value - (line.level + line.slope);
  const square = n * (n + 1);
  line.level += n === 1 ? error : line.slope + (error * 2 * (2 * n - 1)) / square;
  line.slope += n === 1 ? 0 : (error * 6) / square;
}
