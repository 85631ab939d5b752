import { fromSchedule, type Scheduler } from '@fastface/core';
import type { Law } from '../../src/lossModel/lossModel.js';
import { type ModelTrace, modelTrace } from '../../src/lossModel/modelTrace.js';
import type { Noise } from '../../src/lossModel/noise.js';
import type { SpectralLaw } from '../../src/lossModel/spectralLaw.js';
import { syntheticRun } from '../../src/lossModel/syntheticRun.js';

/** A law like those of language models: a power law and a noise floor that a cut lowers at two speeds. */
export const known: SpectralLaw = {
  law: 'spectral',
  limit: 2,
  power: { amplitude: 3, exponent: 0.5, scale: 5 },
  decays: [],
  delayed: [],
  floor: [
    { amplitude: 0.3, rate: 0.2 },
    { amplitude: 0.2, rate: 4 },
  ],
  floorPower: 0.75,
  memory: [],
  memoryPower: 1,
};

/** The same with samples that come round. */
export const remembering: SpectralLaw = { ...known, memory: [{ amplitude: 8, rate: 0.05 }] };

export const quiet: Noise = { scale: 0, power: 0, slow: 0, slowTime: 100 };

export const baseRate = 0.1;
export const steps = 6000;

/** Schedules as functions of the share of the run. */
export const schedules = {
  constant: () => 1,
  step: (share: number) => (share < 0.5 ? 1 : 0.3),
  cosine: (share: number) => 0.02 + 0.49 * (1 + Math.cos(Math.PI * share)),
  stairs: (share: number) => (share < 0.3 ? 1 : share < 0.6 ? 0.5 : 0.1),
} as const;

export const scheduleOf = (name: keyof typeof schedules, length = steps, rate = baseRate): Scheduler =>
  fromSchedule((t) => rate * schedules[name](t / length), name);

/** Losses of a law under a scheduler, iteration by iteration, and the rates of its updates. */
export const lossesOf = (
  law: Law,
  scheduler: Scheduler,
  noise: Noise = quiet,
  { seed = 1, epochLength = null as number | null } = {},
) => syntheticRun({ law, noise, seed, baseRate, epochLength, steps }, scheduler);

/** A log of such a run: means of `stride` iterations. */
export function traceOf(
  { losses, rates }: { readonly losses: Float64Array; readonly rates: Float64Array },
  stride = 5,
): ModelTrace {
  const records = Math.floor(losses.length / stride);
  const mean = (values: Float64Array, i: number) =>
    values.subarray(i * stride, (i + 1) * stride).reduce((sum, value) => sum + value, 0) / stride;
  return modelTrace(
    {
      steps: Float64Array.from({ length: records }, (_, i) => (i + 1) * stride),
      losses: Float64Array.from({ length: records }, (_, i) => mean(losses, i)),
      learningRates: Float64Array.from({ length: records }, (_, i) => mean(rates, i)),
      plannedSteps: null,
      run: null,
    },
    'simulated',
    'mean',
  );
}
