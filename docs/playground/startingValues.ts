import { type Segment, strideOf } from '@fastface/sim/browser';
import type { Values } from './sliders.js';

const [kappa, ratio, patienceFraction] = [0.5, 0.25, 0.05];

/**
 * Values that suit a run, from its length T and the noise σ of its losses, as the page on choosing parameters derives:
 * P = τ·T, alpha = beta = (2rκ/P)^(2/3), threshold = κσ/P, with κ = 0.5, r = 0.25, τ = 0.05, to two digits.
 *
 * σ is the median distance of neighbouring records over 0.954 (normal noise), times √stride, as a record that stands for k
 * iterations is their mean. Without noise the threshold is a thousandth of the whole fall a patience.
 */
export function startingValues(segment: Segment, totalSteps: number): Values {
  const patience = Math.max(1, Math.floor(patienceFraction * totalSteps));
  const weight = Math.min(1, ((2 * ratio * kappa) / patience) ** (2 / 3));
  const sigma = noise(segment.losses) * Math.sqrt(strideOf(segment) ?? 1);
  const finite = segment.losses.filter(Number.isFinite);
  const fall = (finite[0] ?? 0) - (finite.at(-1) ?? 0);
  const threshold = Math.max(kappa * sigma, 1e-3 * fall) / patience || 1e-6;
  return {
    alpha: digits(weight),
    beta: digits(weight),
    threshold: digits(threshold),
    patienceFraction,
    factor: 0.5,
    haarWidth: 1,
  };
}

const digits = (value: number): number => Number(value.toPrecision(2));

/** From at most 20,000 pairs of neighbours, evenly spread. */
function noise(losses: Float64Array): number {
  const every = Math.max(1, Math.floor(losses.length / 20_000));
  const distances: number[] = [];
  for (let i = 1; i < losses.length; i += every) {
    const distance = Math.abs(losses[i]! - losses[i - 1]!);
    if (Number.isFinite(distance)) distances.push(distance);
  }
  distances.sort((a, b) => a - b);
  return (distances[distances.length >> 1] ?? 0) / (0.6745 * Math.SQRT2);
}
