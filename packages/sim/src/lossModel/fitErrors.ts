import { averaged } from './fitRows.js';

/** Errors of a prediction of a run. */
export interface FitErrors {
  readonly records: number;
  /** Mean |L − L̂|/|L| over the records whose loss is not 0 (PredE). */
  readonly mean: number;
  /** Median of the same over means of stretches, which average out the noise. */
  readonly median: number;
  /** 1 − Σ(L − L̂)²/Σ(L − mean L)². */
  readonly r2: number;
}

/**
 * Errors over records `from` to `to` of a run.
 *
 * @param size records in a stretch; without it there are 200 stretches in the run
 */
export function fitErrors(
  losses: Float64Array,
  expected: Float64Array,
  from = 0,
  to = losses.length,
  size = Math.ceil(losses.length / 200),
): FitErrors {
  const [real, said] = [losses.slice(from, to), expected.slice(from, to)];
  const mean = average(real);
  let [relative, compared, squares, total] = [0, 0, 0, 0];
  real.forEach((loss, i) => {
    if (loss !== 0) {
      relative += Math.abs((loss - said[i]!) / loss);
      compared++;
    }
    squares += (loss - said[i]!) ** 2;
    total += (loss - mean) ** 2;
  });
  const stretches = averaged(said, size);
  const misses = averaged(real, size)
    .map((loss, i) => Math.abs(stretches[i]! / loss - 1))
    .filter(Number.isFinite)
    .sort();
  return {
    records: real.length,
    mean: relative / compared,
    median: misses[misses.length >> 1] ?? Number.NaN,
    r2: 1 - squares / total,
  };
}

const average = (values: Float64Array): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
