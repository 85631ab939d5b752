import { fitLossModel } from '../../packages/sim/src/lossModel/fitLossModel.js';
import type { LossModel } from '../../packages/sim/src/lossModel/lossModel.js';
import { schedules } from '../lossModel/languageModels.js';
import { recordedTrace } from '../lossModel/recordedLogs.js';

/** A loss model to run schedulers in, fitted to recorded runs. */
export interface World {
  readonly name: string;
  readonly model: LossModel;
  /** Iterations of the longest recorded run: the full budget. */
  readonly steps: number;
}

type Law = 'spectral' | 'tissue' | 'multi-power';

/** A language model under all nine schedules of its authors. */
export async function languageWorld(size: '25M' | '100M', law: Law = 'spectral'): Promise<World> {
  const runs = await Promise.all(
    schedules.map((name) => recordedTrace(`lr_law/${size}_${name}.csv`, 'sampled')),
  );
  return worldOf(`language model, ${size}`, fitLossModel(runs, { law }));
}

/** The published ResNet100 run on WebFace4M, five epochs. */
export async function faceWorld(memoryPower = 1): Promise<World> {
  const run = await recordedTrace('fastface_WebFace4M_r100.log', 'mean');
  return worldOf('faces, WebFace4M', fitLossModel([run], { epochLength: 33_087, memoryPower }));
}

const worldOf = (name: string, model: LossModel): World => ({ name, model, steps: model.fitted.iterations });

/** The same with more white noise in every loss. */
export const noisier = ({ name, model, steps }: World, factor: number): World => ({
  name,
  model: { ...model, noise: { ...model.noise, scale: factor * model.noise.scale } },
  steps,
});

/** Standard deviation of one loss about a level. */
export const noiseOf = ({ model: { noise } }: World, level: number): number =>
  noise.scale * level ** noise.power;
