/** Numbers from `low` to `high` on a log scale, both included. */
export const logGrid = (low: number, high: number, count: number): number[] =>
  high > low ? Array.from({ length: count }, (_, i) => low * (high / low) ** (i / (count - 1))) : [low];

/** A plain mode, e^−gS. */
export const decay = (rate: number, time: number): number => Math.exp(-rate * time);

/**
 * A delayed mode, (1 + gS)·e^−gS. It is flat at first, like the loss of a network that still has to find its
 * features.
 */
export const delayedDecay = (rate: number, time: number): number =>
  (1 + rate * time) * Math.exp(-rate * time);

/** The power law (1 + S/scale)^−exponent. */
export const powerDecay = (exponent: number, scale: number, time: number): number =>
  (1 + time / scale) ** -exponent;
