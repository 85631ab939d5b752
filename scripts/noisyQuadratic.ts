import { fromSchedule } from '@fastface/core';
import { logGrid } from '../packages/sim/src/lossModel/modes.js';
import type { SpectralLaw } from '../packages/sim/src/lossModel/spectralLaw.js';
import { syntheticRun } from '../packages/sim/src/lossModel/syntheticRun.js';

const baseRate = 0.2;
/** Rates cut by hand, as people do. */
const rateAt = (step: number) => (step < 4000 ? baseRate : step < 5400 ? 0.04 : 0.008);

const curvatures = logGrid(0.002, 4, 24);
/** Loss of a direction at first, and the noise of its gradient over the root of its curvature. */
const [initial, gradientNoise] = [0.245, 0.3];

/** Loss of a direction that the noise of the gradient holds up, at the base rate and for small rates: η·s²/4, s² = 0.09·h. */
const held = curvatures.map((curvature) => (baseRate * gradientNoise ** 2 * curvature) / 4);

/**
 * The law of SGD on a noisy quadratic, ½·Σ h_i·x_i² in 24 directions with curvatures h_i from 0.002 to 4: each falls as
 * e^−2h·S from its loss at first to what the noise holds up, which is linear in the rate.
 */
export const quadraticLaw: SpectralLaw = {
  law: 'spectral',
  limit: 0.35,
  power: null,
  decays: curvatures.map((curvature, i) => ({ amplitude: initial - held[i]!, rate: 2 * curvature })),
  delayed: [],
  floor: curvatures.map((curvature, i) => ({ amplitude: held[i]!, rate: 2 * curvature })),
  floorPower: 1,
  memory: [],
  memoryPower: 1,
};

/** What the run that comes with the command is made of. */
export const noisyQuadratic = {
  law: quadraticLaw,
  noise: { scale: 0.05, power: 0, slow: 0, slowTime: 100 },
  seed: 20240417,
  baseRate,
  epochLength: null,
  steps: 6000,
} as const;

/** That run: its losses and rates, iteration by iteration. */
export const quadraticRun = () => syntheticRun(noisyQuadratic, fromSchedule(rateAt));

/** SGD itself on that quadratic, direction by direction: the loss before each update. */
export function trainQuadratic(
  rateAt: (step: number) => number,
  steps: number,
  next: () => number,
): Float64Array {
  const x = curvatures.map((curvature) => Math.sqrt((2 * initial) / curvature));
  const noises = curvatures.map((curvature) => gradientNoise * Math.sqrt(curvature));
  return Float64Array.from({ length: steps }, (_, step) => {
    const rate = rateAt(step);
    let loss = quadraticLaw.limit;
    for (let i = 0; i < x.length; i++) {
      loss += 0.5 * curvatures[i]! * x[i]! ** 2;
      x[i]! -= rate * (curvatures[i]! * x[i]! + noises[i]! * next());
    }
    return loss;
  });
}
