import type { PowerTerm } from './spectralLaw.js';

/**
 * Tissue's law, with a separate scale for the start of the power law, S = Σ η:
 *
 *     L = limit + A·(1 + S/scale)^−exponent − annealing·S2
 *     m_i = retention·m_{i−1} + (η_{i−1} − η_i),   S2 = Σ m_i
 *
 * @see Tissue, Wang and Wang 2024, arXiv 2408.11029
 */
export interface TissueLaw {
  readonly law: 'tissue';
  readonly limit: number;
  readonly power: PowerTerm | null;
  /** ≥ 0, loss per learning rate and iteration. */
  readonly annealing: number;
  /** λ, share of the momentum that remains after an iteration, between 0 and 1. */
  readonly retention: number;
}

/**
 * The Multi-Power Law, with a separate scale for the start of the power law. S_k is the intrinsic time since change k
 * of the rate:
 *
 *     L = limit + A·(1 + S/scale)^−exponent − annealing·Σ_k (η_{k−1} − η_k)·(1 − (1 + speed·(η_k/η₀)^−rateExponent·S_k)^−saturation)
 *
 * @see Luo et al., ICLR 2025, arXiv 2503.12811
 */
export interface MultiPowerLaw {
  readonly law: 'multi-power';
  readonly limit: number;
  readonly power: PowerTerm | null;
  /** B ≥ 0, loss per learning rate. */
  readonly annealing: number;
  /** C > 0, per unit of intrinsic time. */
  readonly speed: number;
  /** γ ≥ 0. */
  readonly rateExponent: number;
  /** β > 0. */
  readonly saturation: number;
}
