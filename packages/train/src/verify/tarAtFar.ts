import type { RocCurve } from './rocCurve.js';

/**
 * The TAR at the ROC point whose FAR is nearest to `far`; of two equally near points, the greater TAR. As in the
 * reference there is no interpolation, so a FAR below 1/(number of different pairs) gives the TAR at the nearest
 * step, which may be at FAR 0.
 *
 * @example
 * const curve = { fpr: Float64Array.of(0, 0, 0.5, 1), tpr: Float64Array.of(0, 0.6, 0.9, 1) };
 * tarAtFar(curve, 0.1); // 0.6
 */
export function tarAtFar({ fpr, tpr }: RocCurve, far: number): number {
  let nearest = fpr.length - 1;
  for (let i = nearest - 1; i >= 0; i--) {
    if (Math.abs(fpr[i]! - far) < Math.abs(fpr[nearest]! - far)) nearest = i;
  }
  return tpr[nearest]!;
}
