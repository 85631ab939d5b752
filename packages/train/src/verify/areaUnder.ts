import type { RocCurve } from './rocCurve.js';

/**
 * The area under a ROC curve, by trapezoids. It is the probability that a same-person pair scores higher than a
 * different-person pair, with ties counting half. 0.5 is chance.
 */
export function areaUnder({ fpr, tpr }: RocCurve): number {
  let area = 0;
  for (let i = 1; i < fpr.length; i++) area += ((fpr[i]! - fpr[i - 1]!) * (tpr[i]! + tpr[i - 1]!)) / 2;
  return area;
}
