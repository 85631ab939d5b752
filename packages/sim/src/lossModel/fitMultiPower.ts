import { levenbergMarquardt } from 'ml-levenberg-marquardt';
import type { MultiPowerLaw } from './annealingLaws.js';
import { Design } from './design.js';
import { FitRows } from './fitRows.js';
import type { ModelTrace } from './modelTrace.js';
import { powerDecay } from './modes.js';
import { MultiPowerAnnealing } from './multiPowerAnnealing.js';
import { solveDesign } from './solveDesign.js';
import { annealingColumn, intrinsicTimes } from './stretches.js';
import type { FittedLaw } from './weigh.js';

const rateExponents = [0, 0.25, 0.5, 0.75, 1];

/** Few rows, because each value costs a power for every change of the rate. */
const mostRows = 400;

/**
 * Fits one {@link MultiPowerLaw} for each of some rate exponents. Levenberg-Marquardt, from two starts, fits the four
 * nonlinear parameters; non-negative least squares fits the three linear ones at every step.
 */
export function fitMultiPower(
  traces: readonly ModelTrace[],
  baseRate: number,
  onProgress?: (share: number) => void,
): FittedLaw<MultiPowerLaw>[] {
  const rows = new FitRows(traces, mostRows);
  const times = rows.column(intrinsicTimes);
  const longest = times.reduce((a, b) => Math.max(a, b), 0);
  const ones = rows.weighted(new Float64Array(rows.count).fill(1));
  const target = rows.weighted(rows.losses);

  const lawAt = (rateExponent: number, parameters: readonly number[]) => {
    const [exponent, scale, speed, saturation] = parameters.map(Math.exp) as [number, number, number, number];
    const shape = { speed: speed / longest, rateExponent, saturation };
    const design = new Design(target);
    const limit = design.add(ones);
    const power = design.add(rows.weighted(times.map((time) => powerDecay(exponent, scale * longest, time))));
    const drops = rows.column((trace) =>
      annealingColumn(trace, new MultiPowerAnnealing(shape, baseRate, trace.rates[0]!), rows.size),
    );
    const annealing = design.add(rows.weighted(drops).map((drop) => -drop));
    const { amplitudes, misfit, support } = solveDesign(design, [limit, power, annealing]);
    const amplitude = amplitudes.get(power) ?? 0;
    const law: MultiPowerLaw = {
      law: 'multi-power',
      limit: amplitudes.get(limit) ?? 0,
      power: amplitude > 0 ? { amplitude, exponent, scale: scale * longest } : null,
      annealing: amplitudes.get(annealing) ?? 0,
      ...shape,
    };
    return {
      law,
      misfit: rows.misfit(misfit),
      terms: support.length + 4,
      fitted: design.combine(amplitudes),
    };
  };

  const starts = [
    [0.5, 0.05, 10, 0.5],
    [0.3, 0.3, 100, 1],
  ].map((start) => start.map(Math.log));
  return rateExponents.map((rateExponent, r) => {
    const found = starts.map((start) => {
      const { parameterValues } = levenbergMarquardt(
        { x: Float64Array.from(target.keys()), y: target },
        (parameters) => {
          const { fitted } = lawAt(rateExponent, parameters);
          return (row) => fitted[row]!;
        },
        {
          initialValues: start,
          minValues: [0.02, 1e-4, 0.01, 0.02].map(Math.log),
          maxValues: [3, 10, 1e6, 10].map(Math.log),
          gradientDifference: 0.01,
          maxIterations: 60,
          damping: 0.1,
          errorTolerance: 0,
          improvementThreshold: 1e-6,
        },
      );
      return lawAt(rateExponent, parameterValues);
    });
    onProgress?.((r + 1) / rateExponents.length);
    const { law, misfit, terms } = found.reduce((best, other) => (other.misfit < best.misfit ? other : best));
    return { law, misfit, terms };
  });
}
