/** A mode with its weight in the loss. */
export interface Mode {
  /** Its largest contribution to the loss, > 0. */
  readonly amplitude: number;
  /** Per unit of intrinsic time, > 0. */
  readonly rate: number;
}

/** A power law of the intrinsic time: amplitude·(1 + S/scale)^−exponent. */
export interface PowerTerm {
  readonly amplitude: number;
  readonly exponent: number;
  readonly scale: number;
}

/**
 * A spectral noisy-quadratic model with memory; S = Σ η is the intrinsic time, η₀ the base rate:
 *
 *     L = limit + A·(1 + S/scale)^−exponent + Σ a_i·e^−g_i·S + Σ b_i·(1 + g_i·S)·e^−g_i·S
 *         + Σ c_j·n_j − Σ m_k·M_k
 *     n ← n + (1 − e^−hη)·((η/η₀)^floorPower − n)
 *     m ← m·f + (η/η₀)^memoryPower/E,  M ← M·f,  f = e^−μη;   at an epoch's end M ← M + m, m ← 0
 *
 * All amplitudes are ≥ 0; so is `limit` if all losses are positive.
 */
export interface SpectralLaw {
  readonly law: 'spectral';
  readonly limit: number;
  readonly power: PowerTerm | null;
  /** Plain modes a_i, g_i. */
  readonly decays: readonly Mode[];
  /** Delayed modes b_i, g_i. */
  readonly delayed: readonly Mode[];
  /** Noise floor c_j, h_j. */
  readonly floor: readonly Mode[];
  readonly floorPower: number;
  /** Memory of earlier epochs, m_k, μ_k; empty without an epoch length. */
  readonly memory: readonly Mode[];
  readonly memoryPower: number;
}
