import type { Candidate } from './candidate.js';
import { Design } from './design.js';
import { FitRows } from './fitRows.js';
import { floorColumns } from './floorColumns.js';
import { memoryColumns } from './memoryColumns.js';
import type { ModelTrace } from './modelTrace.js';
import { decay, delayedDecay, powerDecay } from './modes.js';
import { solveDesign } from './solveDesign.js';
import { type SpectralGrids, spectralGrids } from './spectralGrids.js';
import type { Mode, SpectralLaw } from './spectralLaw.js';
import { intrinsicTimes } from './stretches.js';

/** What a fit tries. */
export interface SpectralFitOptions {
  readonly baseRate: number;
  /** Iterations of an epoch; null leaves memory out. */
  readonly epochLength: number | null;
  /** p: how what is remembered grows with the rate. One run cannot tell it. */
  readonly memoryPower: number;
  /** q: how the noise floor grows with the rate. */
  readonly floorPowers: readonly number[];
  readonly onProgress?: ((share: number) => void) | undefined;
}

/** Columns by what they belong to: their numbers in the design. */
interface Blocks {
  readonly limit: readonly number[];
  readonly decays: readonly number[];
  readonly delayed: readonly number[];
  readonly memory: readonly number[];
  readonly floors: readonly (readonly number[])[];
}

/**
 * Fits {@link SpectralLaw}s: one for each power law of the slow part, each floor power, and with or without delayed
 * modes, every one by non-negative least squares of the relative error, which has no local minima.
 */
export function fitSpectral(
  traces: readonly ModelTrace[],
  options: SpectralFitOptions,
): Candidate<SpectralLaw>[] {
  const { baseRate, epochLength, floorPowers, onProgress } = options;
  const grids = spectralGrids(traces, baseRate, epochLength);
  const rows = new FitRows(traces);
  const design = new Design(rows.weighted(rows.losses));
  const times = rows.column(intrinsicTimes);
  const blocks = addColumns(design, rows, grids, options);
  const base = design.count;
  const found: Candidate<SpectralLaw>[] = [];
  const supports = new Map<string, readonly number[]>();
  grids.exponents.forEach((exponent, e) => {
    for (const scale of grids.scales) {
      const power = design.add(rows.weighted(times.map((time) => powerDecay(exponent, scale, time))));
      floorPowers.forEach((floorPower, f) => {
        for (const delayed of [[], blocks.delayed]) {
          const chosen = [
            ...blocks.limit,
            power,
            ...blocks.decays,
            ...delayed,
            ...(blocks.floors[f] ?? []),
            ...blocks.memory,
          ];
          const key = `${f} ${delayed.length}`;
          const { amplitudes, misfit, support } = solveDesign(design, chosen, supports.get(key));
          supports.set(key, support);
          const law = toLaw(blocks, grids, amplitudes, {
            power: { amplitude: amplitudes.get(power) ?? 0, exponent, scale },
            floorPower,
            floor: blocks.floors[f] ?? [],
            memoryPower: options.memoryPower,
          });
          found.push({ law, misfit, terms: support.length });
        }
      });
      design.shrink(base);
    }
    onProgress?.((e + 1) / grids.exponents.length);
  });
  return found;
}

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

function toLaw(
  blocks: Blocks,
  grids: SpectralGrids,
  amplitudes: ReadonlyMap<number, number>,
  rest: {
    readonly power: { amplitude: number; exponent: number; scale: number };
    readonly floorPower: number;
    readonly floor: readonly number[];
    readonly memoryPower: number;
  },
): SpectralLaw {
  const modes = (columns: readonly number[], rates: readonly number[]): Mode[] =>
    columns.flatMap((column, i) => {
      const amplitude = amplitudes.get(column);
      return amplitude === undefined ? [] : [{ amplitude, rate: rates[i]! }];
    });
  const [plus, minus] = blocks.limit.map((column) => amplitudes.get(column) ?? 0);
  return {
    law: 'spectral',
    limit: plus! - (minus ?? 0),
    power: rest.power.amplitude > 0 ? rest.power : null,
    decays: modes(blocks.decays, grids.decays),
    delayed: modes(blocks.delayed, grids.delayed),
    floor: modes(rest.floor, grids.relaxations),
    floorPower: rest.floorPower,
    memory: modes(blocks.memory, grids.forgettings),
    memoryPower: rest.memoryPower,
  };
}
