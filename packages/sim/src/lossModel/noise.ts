import { averaged } from './fitRows.js';
import { lengthOf, type ModelTrace, strideOfTrace } from './modelTrace.js';

/** Deviation of recorded losses from a law. */
export interface Noise {
  /** White noise of one iteration's loss has standard deviation scale·loss^power. */
  readonly scale: number;
  readonly power: number;
  /** Slow relative deviation, of runs from one another and from the law. */
  readonly slow: number;
  /** Correlation time of the slow deviation, in iterations. */
  readonly slowTime: number;
}

/**
 * Estimates the white noise from differences of neighbouring residuals, and the slow deviation from the excess
 * deviation of the means of a hundred stretches per run.
 *
 * If losses reach 0 or less, relative noise has no meaning. The white noise is then constant, and the slow deviation
 * is left out.
 *
 * @param traces runs
 * @param expected the law's expected losses at their records
 */
export function measureNoise(traces: readonly ModelTrace[], expected: readonly Float64Array[]): Noise {
  if (!traces.every(isPositive)) return constantNoise(traces, expected);
  const white = whiteNoise(traces, expected);
  return { ...white, ...slowDeviation(traces, expected, white) };
}

/** True if noise and errors relative to the loss are meaningful. */
export const isPositive = ({ losses }: ModelTrace): boolean => losses.every((loss) => loss > 0);

/** Root mean square of the differences of neighbouring residuals, divided by √2, over all runs. */
function constantNoise(traces: readonly ModelTrace[], expected: readonly Float64Array[]): Noise {
  let [squares, pairs] = [0, 0];
  traces.forEach((trace, t) => {
    const iterations = trace.kind === 'mean' ? strideOfTrace(trace) : 1;
    for (let i = 1; i < trace.losses.length; i++) {
      const [now, before] = [
        trace.losses[i]! - expected[t]![i]!,
        trace.losses[i - 1]! - expected[t]![i - 1]!,
      ];
      squares += iterations * (now - before) ** 2;
      pairs++;
    }
  });
  const scale = Math.sqrt(squares / (2 * pairs));
  return { scale, power: 0, slow: 0, slowTime: Math.max(...traces.map(lengthOf)) };
}

function whiteNoise(traces: readonly ModelTrace[], expected: readonly Float64Array[]) {
  const points: [logLoss: number, logDeviation: number][] = [];
  traces.forEach((trace, t) => {
    const residuals = trace.losses.map((loss, i) => loss - expected[t]![i]!);
    // The noise of a mean of k iterations is smaller by a factor of √k.
    const iterations = trace.kind === 'mean' ? strideOfTrace(trace) : 1;
    const size = Math.max(8, Math.ceil(residuals.length / 40));
    for (let from = 0; from + size <= residuals.length; from += size) {
      let squares = 0;
      for (let i = from + 1; i < from + size; i++) squares += (residuals[i]! - residuals[i - 1]!) ** 2;
      const deviation = Math.sqrt((iterations * squares) / (2 * (size - 1)));
      const level = averaged(expected[t]!.slice(from, from + size), size)[0]!;
      if (deviation > 0 && level > 0) points.push([Math.log(level), Math.log(deviation)]);
    }
  });
  if (points.length === 0) return { scale: 0, power: 0 };
  const mean = (of: (point: [number, number]) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean(([a]) => a), mean(([, b]) => b)];
  const spread = mean(([a]) => (a - x) ** 2);
  // If the loss hardly changes, the power is undetermined; the prior pulls it towards ½.
  const prior = 0.01;
  const slope = (mean(([a, b]) => (a - x) * (b - y)) + 0.5 * prior) / (spread + prior);
  const power = Math.min(Math.max(slope, 0), 2);
  return { scale: Math.exp(y - power * x), power };
}

function slowDeviation(
  traces: readonly ModelTrace[],
  expected: readonly Float64Array[],
  { scale, power }: Pick<Noise, 'scale' | 'power'>,
): Pick<Noise, 'slow' | 'slowTime'> {
  let [white, length] = [0, 0];
  const deviations = traces.map((trace, t) => {
    const size = Math.ceil(trace.losses.length / 100);
    const relative = averaged(
      trace.losses.map((loss, i) => loss / expected[t]![i]! - 1),
      size,
    );
    // Skips the first twentieth, where laws fit worst and schedulers decide nothing.
    const from = Math.ceil(relative.length / 20);
    const averagedOver = size * (trace.kind === 'mean' ? strideOfTrace(trace) : 1);
    const levels = averaged(expected[t]!, size).subarray(from);
    for (const level of levels)
      white += (scale * level ** (power - 1)) ** 2 / averagedOver / levels.length / traces.length;
    length += (size * lengthOf(trace)) / trace.losses.length / traces.length;
    return relative.subarray(from);
  });
  const sizes = deviations.flatMap((run) => [...run.map(Math.abs)]).sort((a, b) => a - b);
  // Uses the median, so that the few stretches right after a jump of the rate do not dominate.
  const typical = 1.4826 * sizes[sizes.length >> 1]!;
  const variance = typical ** 2 - white;
  if (!(variance > 0)) return { slow: 0, slowTime: length };
  const clipped = deviations.map((run) =>
    run.map((one) => Math.min(Math.max(one, -3 * typical), 3 * typical)),
  );
  const pairs = clipped.reduce((sum, run) => sum + run.length - 1, 0);
  const next = clipped.reduce(
    (sum, run) => sum + run.subarray(1).reduce((part, one, i) => part + one * run[i]!, 0),
    0,
  );
  const correlation = Math.min(Math.max(next / pairs / variance, 0.05), 0.99);
  return {
    slow: Math.sqrt(variance),
    slowTime: Math.min(-length / Math.log(correlation), Math.max(...traces.map(lengthOf)) / 2),
  };
}
