import { Design } from './design.js';
import { FitRows } from './fitRows.js';
import { floorColumns } from './floorColumns.js';
import { memoryColumns } from './memoryColumns.js';
import type { ModelTrace } from './modelTrace.js';
import { decay, delayedDecay, powerDecay } from './modes.js';
import { type Solved, solveDesign } from './solveDesign.js';
import { type SpectralGrids, spectralGrids } from './spectralGrids.js';
import type { Mode, SpectralLaw } from './spectralLaw.js';
import { intrinsicTimes } from './stretches.js';
import type { FittedLaw } from './weigh.js';

/** Options of a spectral fit. */
export interface SpectralFitOptions {
  readonly baseRate: number;
  /** Iterations per epoch; null omits the memory. */
  readonly epochLength: number | null;
  /** p: exponent of the rate in the memory. One run cannot determine it. */
  readonly memoryPower: number;
  /** q: exponents of the rate in the noise floor. */
  readonly floorPowers: readonly number[];
  /** Tries only a quarter of the power laws; enough if only the best variant is needed. */
  readonly coarse?: boolean;
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Indices of the design's columns, by term. */
interface Blocks {
  readonly limit: readonly number[];
  readonly decays: readonly number[];
  readonly delayed: readonly number[];
  readonly memory: readonly number[];
  readonly floors: readonly (readonly number[])[];
}

/**
 * Fits one {@link SpectralLaw} for each power law of the slow part and each floor power, with and without delayed
 * modes. Each fit is a non-negative least-squares problem on relative errors, which has no local minima.
 */
export function fitSpectral(
  traces: readonly ModelTrace[],
  options: SpectralFitOptions,
): FittedLaw<SpectralLaw>[] {
  const { baseRate, epochLength, floorPowers, onProgress } = options;
  const grids = spectralGrids(traces, baseRate, epochLength);
  const rows = new FitRows(traces);
  const design = new Design(rows.weighted(rows.losses));
  const times = rows.column(intrinsicTimes);
  const blocks = addColumns(design, rows, grids, options);
  const found: FittedLaw<SpectralLaw>[] = [];
  const add = (shape: Variant, { amplitudes, misfit }: Solved, power: Power | null) => {
    const law = toLaw(blocks, grids, shape, amplitudes, power, options);
    found.push({ law, misfit: rows.misfit(misfit), terms: termsOf(law) });
  };
  const tries = floorPowers.flatMap((_, f) =>
    [false, true].map((delayed) => {
      const shape = { f, delayed };
      const chosen = columnsOf(blocks, shape);
      const without = solveDesign(design, chosen);
      add(shape, without, null);
      return { shape, chosen, without, support: without.support };
    }),
  );
  const base = design.count;
  const [exponents, scales] = [grids.exponents, grids.scales].map((all) =>
    options.coarse ? all.filter((_, i) => i % 2 === 0) : all,
  ) as [readonly number[], readonly number[]];
  exponents.forEach((exponent, e) => {
    for (const scale of scales) {
      const column = design.add(rows.weighted(times.map((time) => powerDecay(exponent, scale, time))));
      for (const one of tries) {
        // The gradient is not positive, so the best amplitude is 0.
        if (design.gradient(column, one.without.amplitudes) <= 1e-12) continue;
        const solved = solveDesign(design, [...one.chosen, column], one.support);
        one.support = solved.support;
        add(one.shape, solved, { column, exponent, scale });
      }
      design.shrink(base);
    }
    onProgress?.((e + 1) / exponents.length);
  });
  return found;
}

/** Index of the floor power, and whether there are delayed modes. */
interface Variant {
  readonly f: number;
  readonly delayed: boolean;
}

/** A candidate power law and its column. */
interface Power {
  readonly column: number;
  readonly exponent: number;
  readonly scale: number;
}

const columnsOf = (blocks: Blocks, { f, delayed }: Variant): readonly number[] => [
  ...blocks.limit,
  ...blocks.decays,
  ...(delayed ? blocks.delayed : []),
  ...blocks.floors[f]!,
  ...blocks.memory,
];

function addColumns(
  design: Design,
  rows: FitRows,
  grids: SpectralGrids,
  { baseRate, epochLength, floorPowers, memoryPower }: SpectralFitOptions,
): Blocks {
  const add = (columns: readonly Float64Array[], sign = 1) =>
    columns.map((column) => design.add(rows.weighted(sign === 1 ? column : column.map((value) => -value))));
  const trunk = (rates: readonly number[], shape: (rate: number, time: number) => number) =>
    rows.columns((trace) => {
      const times = intrinsicTimes(trace);
      return rates.map((rate) => times.map((time) => shape(rate, time)));
    });
  const ones = new Float64Array(rows.count).fill(1);
  const floors = rows.columns((trace) => floorColumns(trace, baseRate, grids.relaxations, floorPowers));
  return {
    limit: [...add([ones]), ...(rows.signed ? add([ones], -1) : [])],
    decays: grids.decays.length > 0 ? add(trunk(grids.decays, decay)) : [],
    delayed: add(trunk(grids.delayed, delayedDecay)),
    memory:
      epochLength === null || grids.forgettings.length === 0
        ? []
        : add(
            rows.columns((trace) =>
              memoryColumns(trace, baseRate, grids.forgettings, memoryPower, epochLength),
            ),
            -1,
          ),
    floors: floorPowers.map((_, f) =>
      add(floors.slice(f * grids.relaxations.length, (f + 1) * grids.relaxations.length)),
    ),
  };
}

/**
 * The limit and the power law always count as four parameters, used or not, so a law with delayed modes gains nothing
 * by omitting them.
 */
const termsOf = ({ decays, delayed, floor, memory }: SpectralLaw): number =>
  4 + decays.length + delayed.length + floor.length + memory.length;

function toLaw(
  blocks: Blocks,
  grids: SpectralGrids,
  { f }: Variant,
  amplitudes: ReadonlyMap<number, number>,
  power: Power | null,
  { floorPowers, memoryPower }: SpectralFitOptions,
): SpectralLaw {
  const modes = (columns: readonly number[], rates: readonly number[]): Mode[] =>
    columns.flatMap((column, i) => {
      const amplitude = amplitudes.get(column);
      return amplitude === undefined ? [] : [{ amplitude, rate: rates[i]! }];
    });
  const [plus, minus] = blocks.limit.map((column) => amplitudes.get(column) ?? 0);
  const amplitude = power === null ? undefined : amplitudes.get(power.column);
  return {
    law: 'spectral',
    limit: plus! - (minus ?? 0),
    power: power && amplitude ? { amplitude, exponent: power.exponent, scale: power.scale } : null,
    decays: modes(blocks.decays, grids.decays),
    delayed: modes(blocks.delayed, grids.delayed),
    floor: modes(blocks.floors[f]!, grids.relaxations),
    floorPower: floorPowers[f]!,
    memory: modes(blocks.memory, grids.forgettings),
    memoryPower,
  };
}
