import { fitMultiPower } from './fitMultiPower.js';
import { fitSpectral } from './fitSpectral.js';
import { fitTissue } from './fitTissue.js';
import type { Law, LossModel } from './lossModel.js';
import { alignStarts, lengthOf, type ModelTrace } from './modelTrace.js';
import { measureNoise } from './noise.js';
import { predict } from './predict.js';
import { intrinsicTimes } from './stretches.js';
import type { FittedLaw } from './weigh.js';
import { leastMisfit, weigh } from './weigh.js';

/** Options of a fit. */
export interface FitOptions {
  /** Default spectral. */
  readonly law?: Law['law'];
  /** Iterations per epoch; null if each sample is seen once. */
  readonly epochLength?: number | null;
  /** p of the memory. Default 1. */
  readonly memoryPower?: number;
  /**
   * Values of q, the power of the noise floor, to try. Default 0.5 to 1 in eighths, with a preference for values near
   * 0.75.
   */
  readonly floorPowers?: readonly number[];
  readonly onProgress?: (share: number) => void;
}

const usualFloorPowers = [0.5, 0.625, 0.75, 0.875, 1];

/**
 * Fits a model of the loss as a function of the learning-rate history to one or more runs of one network.
 *
 * Let S = Σ η since the warm-up. The spectral law is the sum of a limit, a power law of S, modes that decay in S, a
 * noise floor that follows the rate with delays, and the memory of earlier epochs ({@link SpectralLaw}). Its
 * amplitudes are fitted by non-negative least squares on relative errors, for each point of a grid of shapes. Fits of
 * similar quality are the model's variants, weighted by misfit and number of terms. Nothing depends on the units of
 * the loss, the rate or the step. `tissue` and `multi-power` are laws from the literature, without epochs.
 *
 * The most informative run has one clear step of the rate and continues until the loss has settled. A constant rate
 * says nothing about cuts, a smooth cosine little. Give the epoch length if samples repeat.
 *
 * @param runs from `modelTrace`; runs that start within ten records of each other are aligned
 * @param options see {@link FitOptions}
 * @throws RangeError if there is no run, or none of its rates is above 0
 * @example
 * import { fromSchedule } from '@fastface/core';
 * import { fitLossModel, modelTrace, predict, syntheticRun } from '@fastface/sim';
 *
 * const law = { law: 'tissue', limit: 1, power: { amplitude: 2, exponent: 0.5, scale: 5 }, annealing: 0.05, retention: 0.99 } as const;
 * const noise = { scale: 0.02, power: 0, slow: 0, slowTime: 100 };
 * const schedule = fromSchedule((t) => (t < 1000 ? 0.1 : 0.03));
 * const { losses, rates } = syntheticRun({ law, noise, seed: 1, baseRate: 0.1, epochLength: null, steps: 2000 }, schedule);
 * const steps = Float64Array.from(losses, (_, i) => i + 1);
 * const run = modelTrace({ steps, losses, learningRates: rates, plannedSteps: null, run: null }, 'my run', 'mean');
 * const model = fitLossModel([run]);
 * Math.abs(predict(model, run).at(-1)! - losses.at(-1)!) < 0.1; // true
 * @see Luo et al. 2025 (arXiv 2503.12811) and Tissue et al. 2024 (arXiv 2408.11029) for the other laws;
 *   docs/loss-model.md for measurements
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
  const candidates: readonly FittedLaw<Law>[] =
    law === 'spectral'
      ? fitSpectral(traces, { ...common, floorPowers, onProgress })
      : law === 'tissue'
        ? fitTissue(traces, baseRate)
        : fitMultiPower(traces, baseRate, onProgress);
  const variants = weigh(candidates);
  if (variants.length === 0)
    throw new RangeError(
      `the ${law} law does not fit: no finite error is left (expected losses of one size)`,
    );
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
