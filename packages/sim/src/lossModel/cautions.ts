import { short } from '../numbers.js';
import type { LossModel } from './lossModel.js';
import { isPositive } from './noise.js';
import { predict } from './predict.js';
import type { Simulation } from './simulate.js';
import { slack } from './simulatedRun.js';

/** Cautions about a model that do not depend on the scheduler. */
export function modelCautions(model: LossModel): string[] {
  const { variants, epochLength, fitted } = model;
  const noFloor = variants.every(({ law }) =>
    law.law === 'spectral' ? law.floor.length === 0 : law.annealing === 0,
  );
  const said: string[] = [];
  if (noFloor)
    said.push(
      'no run that it was fitted to tells what a cut of the rate does: it expects none to lower the loss',
    );
  if (!model.traces.every(isPositive))
    said.push(
      'losses at or below 0: the noise is taken to be the same at every loss, and what runs deviate from one another is left out, so that intervals are too narrow',
    );
  said.push(...outliers(model));
  if (epochLength !== null && fitted.iterations <= epochLength)
    said.push('no run that it was fitted to goes beyond its first epoch: nothing is known of later ones');
  return said;
}

/** A run does not match the others if its mean residual exceeds this share of the range of its losses. */
const mostOffset = 0.05;

/** Runs that do not match the others: the joint law is above or below them. */
function outliers(model: LossModel): string[] {
  if (model.traces.length < 2) return [];
  return model.traces.flatMap((trace) => {
    const expected = predict(model, trace);
    const sorted = trace.losses.toSorted();
    const [low, high] = [0.05, 0.95].map((share) => sorted[Math.floor(share * sorted.length)]!);
    const off = trace.losses.reduce((sum, loss, i) => sum + loss - expected[i]!, 0) / sorted.length;
    return Math.abs(off) > mostOffset * (high! - low!)
      ? [
          `${trace.file} is not like the others: its losses are ${short(Math.abs(off))} ${off > 0 ? 'above' : 'below'} what suits all; a model is for runs that differ in their learning rates alone`,
        ]
      : [];
  });
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
      `${Math.round(100 * below)} % of the run at rates below ${short(fitted.rates[0])}, the least that it was fitted to`,
    );
  if (most > slack * fitted.rates[1])
    said.push(`rates up to ${short(most)}, fitted up to ${short(fitted.rates[1])}`);
  if (epochLength !== null) {
    const [epochs, known] = [totalSteps, fitted.iterations].map((steps) =>
      Math.ceil(steps / slack / epochLength),
    );
    if (epochs! > known!) said.push(`${epochs} epochs, fitted to ${known}`);
  }
  return said;
}

/** Beyond these factors of the fitted length or rate, a simulation is refused. */
const hopeless = { time: 4, rate: 2 };

/** Why a run of this length and rate is refused; null if it is allowed. */
export function refusal({ fitted }: LossModel, totalSteps: number, learningRate: number): string | null {
  if (totalSteps > hopeless.time * fitted.iterations)
    return `${totalSteps} iterations are more than ${hopeless.time} times the ${fitted.iterations} that the model was fitted to`;
  if (learningRate > hopeless.rate * fitted.rates[1])
    return `a rate of ${learningRate} is more than ${hopeless.rate} times the ${fitted.rates[1]} that the model was fitted to`;
  return null;
}

/**
 * Warns if the patience is about an epoch or longer. It may then never run out, because the drop at each epoch
 * boundary holds the trend above the threshold for a part of the epoch. Null if there is no such risk.
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
