/**
 * The margin that a head applies to the cosine of the true class. Other cosines are unchanged.
 *
 * - `arcface`: `cos(θ + m2)`. Source: Deng, Guo, Xue and Zafeiriou (2019), ArcFace, arXiv 1801.07698, equation 3.
 * - `cosface`: `cos θ − m3`. Source: Wang et al. (2018), CosFace, arXiv 1801.09414, equation 4.
 */
export type Margin =
  | { readonly kind: 'arcface'; readonly angle: number }
  | { readonly kind: 'cosface'; readonly cosine: number };

/**
 * The reference's rule for three margins: `m3 > 0` selects CosFace, whatever the others; otherwise `m1 = 1` selects
 * ArcFace. (Despite the name, margins are not combined.)
 *
 * @throws RangeError for a triple without a rule in the reference.
 */
export function combinedMargin([m1, m2, m3]: readonly [number, number, number]): Margin {
  if (m3 > 0) return { kind: 'cosface', cosine: m3 };
  if (m1 === 1 && m3 === 0) return { kind: 'arcface', angle: m2 };
  throw new RangeError(
    `invalid margins: ${m1}, ${m2}, ${m3} (expected 1, m2, 0 for ArcFace or m3 > 0 for CosFace)`,
  );
}
