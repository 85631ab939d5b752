import { floorColumns } from './floorColumns.js';
import { memoryColumns } from './memoryColumns.js';
import type { ModelTrace } from './modelTrace.js';
import { decay, delayedDecay, powerDecay } from './modes.js';
import type { Mode, SpectralLaw } from './spectralLaw.js';
import { intrinsicTimes } from './stretches.js';

/** The loss that a law expects at the records of a run with these rates. */
export function predictSpectral(
  law: SpectralLaw,
  trace: ModelTrace,
  baseRate: number,
  epochLength: number | null,
): Float64Array {
  const { power } = law;
  const rates = (modes: readonly Mode[]) => modes.map(({ rate }) => rate);
  const floor = floorColumns(trace, baseRate, rates(law.floor), [law.floorPower]);
  const memory =
    epochLength === null
      ? []
      : memoryColumns(trace, baseRate, rates(law.memory), law.memoryPower, epochLength);
  return intrinsicTimes(trace).map((time, i) => {
    let loss = law.limit;
    if (power) loss += power.amplitude * powerDecay(power.exponent, power.scale, time);
    for (const { amplitude, rate } of law.decays) loss += amplitude * decay(rate, time);
    for (const { amplitude, rate } of law.delayed) loss += amplitude * delayedDecay(rate, time);
    law.floor.forEach(({ amplitude }, j) => {
      loss += amplitude * floor[j]![i]!;
    });
    law.memory.forEach(({ amplitude }, k) => {
      loss -= amplitude * (memory[k]?.[i] ?? 0);
    });
    return loss;
  });
}
