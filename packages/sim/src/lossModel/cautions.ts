import type { LossModel } from './lossModel.js';
import type { Simulation } from './simulate.js';
import { slack } from './simulatedRun.js';

/** What a reader of a model must be told whatever the scheduler. */
export function modelCautions({ variants, epochLength, fitted }: LossModel): string[] {
  const noFloor = variants.every(({ law }) =>
    law.law === 'spectral' ? law.floor.length === 0 : law.annealing === 0,
  );
  const said: string[] = [];
  if (noFloor)
    said.push(
      'no run that it was fitted to tells what a cut of the rate does: it expects none to lower the loss',
    );
  if (epochLength !== null && fitted.iterations <= epochLength)
    said.push('no run that it was fitted to goes beyond its first epoch: nothing is known of later ones');
  return said;
}

/** How a simulation goes beyond what the model was fitted to. */
export function extrapolations(model: LossModel, { runs, totalSteps }: Simulation): string[] {
  const { fitted, epochLength } = model;
  const said: string[] = [];
  const times = (factor: number) => `${factor.toPrecision(2)} times`;
  const longest = Math.max(...runs.map(({ time }) => time));
  const below = Math.max(...runs.map((run) => run.below)) / totalSteps;
  const most = Math.max(...runs.map(({ mostRate }) => mostRate));
  if (totalSteps > slack * fitted.iterations)
    said.push(`${times(totalSteps / fitted.iterations)} as many iterations as it was fitted to`);
  if (longest > slack * fitted.time)
    said.push(`sum of the rates ${times(longest / fitted.time)} that of the runs that it was fitted to`);
  if (below > 0.01)
    said.push(
      `${Math.round(100 * below)} % of the run at rates below ${fitted.rates[0].toPrecision(3)}, the least that it was fitted to`,
    );
  if (most > slack * fitted.rates[1])
    said.push(`rates up to ${most.toPrecision(3)}, fitted up to ${fitted.rates[1].toPrecision(3)}`);
  if (epochLength !== null) {
    const [epochs, known] = [totalSteps, fitted.iterations].map((steps) =>
      Math.ceil(steps / slack / epochLength),
    );
    if (epochs! > known!) said.push(`${epochs} epochs, fitted to ${known}`);
  }
  return said;
}

/** So far beyond its runs that a model has nothing to say: longer, or higher rates, by these factors. */
const hopeless = { time: 4, rate: 2 };

/** Why a run of this length and rate is not simulated at all; null where it may be. */
export function refusal({ fitted }: LossModel, totalSteps: number, learningRate: number): string | null {
  if (totalSteps > hopeless.time * fitted.iterations)
    return `${totalSteps} iterations are more than ${hopeless.time} times the ${fitted.iterations} that the model was fitted to`;
  if (learningRate > hopeless.rate * fitted.rates[1])
    return `a rate of ${learningRate} is more than ${hopeless.rate} times the ${fitted.rates[1]} that the model was fitted to`;
  return null;
}

/**
 * Where epochs clock the loss, a patience of about one never runs out: each boundary drop holds the trend above the
 * threshold for a part of the epoch. Null where that is no danger.
 */
export function patienceCaution(
  { epochLength, fitted }: LossModel,
  options: Readonly<Record<string, unknown>>,
): string | null {
  if (epochLength === null || fitted.iterations <= epochLength) return null;
  const { patience, patienceFraction, totalSteps } = options;
  const iterations =
    typeof patience === 'number'
      ? patience
      : typeof patienceFraction === 'number' && typeof totalSteps === 'number'
        ? Math.floor(patienceFraction * totalSteps)
        : 0;
  if (iterations < 0.9 * epochLength) return null;
  return `the patience of ${iterations} iterations is about an epoch (${epochLength}) or longer: drops at the ends of epochs may keep it from ever running out`;
}
