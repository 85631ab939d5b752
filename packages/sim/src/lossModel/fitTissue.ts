import type { TissueLaw } from './annealingLaws.js';
import { Design } from './design.js';
import { FitRows } from './fitRows.js';
import type { ModelTrace } from './modelTrace.js';
import { logGrid, powerDecay } from './modes.js';
import { TissueAnnealing } from './multiPowerAnnealing.js';
import { solveDesign } from './solveDesign.js';
import { spectralGrids } from './spectralGrids.js';
import { annealingColumn, intrinsicTimes } from './stretches.js';
import type { FittedLaw } from './weigh.js';

/** Fits {@link TissueLaw}s, one for each power law and retention of a grid, by non-negative least squares. */
export function fitTissue(traces: readonly ModelTrace[], baseRate: number): FittedLaw<TissueLaw>[] {
  const { exponents, scales } = spectralGrids(traces, baseRate, null);
  const rows = new FitRows(traces);
  const design = new Design(rows.weighted(rows.losses));
  const times = rows.column(intrinsicTimes);
  const limit = design.add(rows.weighted(new Float64Array(rows.count).fill(1)));
  const longest = Math.max(...traces.map(({ steps, firstStep }) => steps.at(-1)! - firstStep + 1));
  const retentions = logGrid(1 / longest, 0.1, 12).map((lost) => 1 - lost);
  const annealings = retentions.map((retention) =>
    design.add(
      rows
        .weighted(
          rows.column((trace) => annealingColumn(trace, new TissueAnnealing(retention, trace.rates[0]!))),
        )
        .map((value) => -value),
    ),
  );
  const base = design.count;
  const found: FittedLaw<TissueLaw>[] = [];
  for (const exponent of exponents) {
    for (const scale of scales) {
      const power = design.add(rows.weighted(times.map((time) => powerDecay(exponent, scale, time))));
      retentions.forEach((retention, r) => {
        const { amplitudes, misfit, support } = solveDesign(design, [limit, power, annealings[r]!]);
        const amplitude = amplitudes.get(power) ?? 0;
        const law: TissueLaw = {
          law: 'tissue',
          limit: amplitudes.get(limit) ?? 0,
          power: amplitude > 0 ? { amplitude, exponent, scale } : null,
          annealing: amplitudes.get(annealings[r]!) ?? 0,
          retention,
        };
        found.push({ law, misfit: rows.misfit(misfit), terms: support.length });
      });
      design.shrink(base);
    }
  }
  return found;
}
