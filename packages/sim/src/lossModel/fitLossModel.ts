import type { Candidate } from './candidate.js';
import { fitMultiPower } from './fitMultiPower.js';
import { fitSpectral } from './fitSpectral.js';
import { fitTissue } from './fitTissue.js';
import type { Law, LossModel } from './lossModel.js';
import { alignStarts, lengthOf, type ModelTrace } from './modelTrace.js';
import { measureNoise } from './noise.js';
import { predict } from './predict.js';
import { intrinsicTimes } from './stretches.js';
import { leastMisfit, weigh } from './weigh.js';

/** How a model is fitted. */
export interface FitOptions {
  /** Default spectral. */
  readonly law?: Law['law'];
  /** Iterations of an epoch; null where the data were seen once. */
  readonly epochLength?: number | null;
  /** p of the memory. Default 1. */
  readonly memoryPower?: number;
  /** q of the noise floor: what is tried. Default 0.5 to 1 by eighths, those near 0.75 preferred. */
  readonly floorPowers?: readonly number[];
  readonly onProgress?: (share: number) => void;
}

const usualFloorPowers = [0.5, 0.625, 0.75, 0.875, 1];

/**
 * Fits a loss model to one run or several of one model.
 *
 * @throws RangeError if there is no run, or none of its rates is above 0
 */
export function fitLossModel(runs: readonly ModelTrace[], options: FitOptions = {}): LossModel {
  const {
    law = 'spectral',
    epochLength = null,
    memoryPower = 1,
    floorPowers = usualFloorPowers,
    onProgress,
  } = options;
  if (runs.length === 0) throw new RangeError('no run to fit a loss model to');
  const traces = alignStarts(runs);
  const positive = traces.flatMap(({ rates }) => [...rates.filter((rate) => rate > 0)]);
  if (positive.length === 0) throw new RangeError('the learning rate is 0 throughout');
  const [least, baseRate] = positive.reduce(([a, b], rate) => [Math.min(a, rate), Math.max(b, rate)], [
    Infinity,
    0,
  ] as [number, number]);
  const common = { baseRate, epochLength, memoryPower };
  const candidates: readonly Candidate<Law>[] =
    law === 'spectral'
      ? fitSpectral(traces, { ...common, floorPowers, onProgress })
      : law === 'tissue'
        ? fitTissue(traces, baseRate)
        : fitMultiPower(traces, baseRate, onProgress);
  const variants = weigh(candidates);
  const expected = traces.map((trace) => predict({ baseRate, epochLength, variants }, trace));
  const best = variants[0]!.law;
  // Alternatives differ from the best variant in one assumption only.
  const alternatives =
    best.law === 'spectral' && best.memory.length > 0
      ? [memoryPower / 2, memoryPower * 2].map((power) => {
          const changed = { ...common, memoryPower: power, floorPowers: [best.floorPower], coarse: true };
          const others = fitSpectral(traces, changed);
          return {
            name: `memory power ${power}`,
            misfit: leastMisfit(others),
            law: weigh(others)[0]!.law,
          };
        })
      : [];
  return {
    baseRate,
    epochLength,
    variants,
    alternatives,
    noise: measureNoise(traces, expected),
    fitted: {
      misfit: leastMisfit(candidates),
      rates: [least, baseRate],
      time: Math.max(...traces.map((trace) => intrinsicTimes(trace).at(-1)!)),
      iterations: Math.max(...traces.map(lengthOf)),
    },
    traces,
  };
}
