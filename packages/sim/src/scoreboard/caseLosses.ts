import { type Case, straight } from './cases.js';

/** Options that select the losses of a case. */
export interface CaseOptions {
  /** Iterations of the run. */
  readonly steps: number;
  /** Iterations per patience, the unit of the cases. */
  readonly patience: number;
  /** Share of the run that falls; the rest is flat. 1: it falls throughout. */
  readonly falling: number;
  /** Integer seed of the noise. */
  readonly seed: number;
  /** Deviation of the noise of one loss. Default 1. */
  readonly sigma?: number;
  /** Steepness: minimum fall in a patience, in units of 2σ. Default 1. */
  readonly steepness?: number;
}

/**
 * The losses of a case: 3 + σ·(level + deviation·noise). The same options give the same losses on every machine.
 *
 * @example
 * const slow = scoreboardCases.find(({ name }) => name === 'falling slowly')!;
 * caseLosses(slow, { steps: 1000, patience: 50, falling: 0.4, seed: 1 }).length; // 1000
 */
export function caseLosses(
  { noise: makeNoise, level = straight, deviation = one, flat = false }: Case,
  { steps, patience, falling, seed, sigma = 1, steepness = 1 }: CaseOptions,
): Float64Array {
  const noise = makeNoise(seed, patience);
  const [end, length] = [flat ? 0 : (falling * steps) / patience, steps / patience];
  return Float64Array.from({ length: steps }, (_, iteration) => {
    const place = { now: iteration / patience, end, length, steepness };
    return 3 + sigma * (level(place) + deviation(place) * noise(iteration));
  });
}

const one = () => 1;
