/**
 * What a head does to the cosine of the angle to an example's own class. Others' cosines stay as they are.
 *
 * - `arcface`: `cos(θ + m2)`. Source: Deng, Guo, Xue and Zafeiriou (2019), ArcFace, arXiv 1801.07698, equation 3.
 * - `cosface`: `cos θ − m3`. Source: Wang et al. (2018), CosFace, arXiv 1801.09414, equation 4.
 */
export type Margin =
  | { readonly kind: 'arcface'; readonly angle: number }
  | { readonly kind: 'cosface'; readonly cosine: number };

/**
 * The reference's choice from three margins: `m3 > 0` is CosFace, whatever the others; else `m1 = 1` is ArcFace. (Its name
 * "combined" promises more than it does.)
 *
 * @throws RangeError on a triple for which the reference has no rule.
 */
export function combinedMargin([m1, m2, m3]: readonly [number, number, number]): Margin {
  if (m3 > 0) return { kind: 'cosface', cosine: m3 };
  if (m1 === 1 && m3 === 0) return { kind: 'arcface', angle: m2 };
  throw new RangeError(
    `invalid margins: ${m1}, ${m2}, ${m3} (expected 1, m2, 0 for ArcFace or m3 > 0 for CosFace)`,
  );
}
