import { type ChosenScheduler, chooseSchedulers } from '../schedulers/chooseSchedulers.js';
import { type Contestant, contestant, contestantOfMeans } from './contestant.js';

/** Learning rate that every contestant starts from; what it scores does not depend on it. */
const learningRate = 0.02;

/** Patience of every contestant, from the length of the run: a twentieth, the default of FastFace. */
export const patienceOf = (steps: number): number => Math.max(1, Math.floor(steps / 20));

/** Made for one value an epoch: called for means of losses, as many in a patience as their default patience. */
const callsOf: Readonly<Record<string, number>> = {
  'pytorch-reduce-on-plateau': 10,
  'keras-reduce-on-plateau': 10,
  'optax-reduce-on-plateau': 10,
  'greedy-lr': 10,
};

/**
 * Schedulers as their users would set them up for runs of one length, all with the same patience in iterations: those
 * that know the length of the run are told it, dlib's slope test gets the patience, and those made for one value an
 * epoch are called with the mean loss of every tenth of it, unless `every` or `accumulationSize` says otherwise.
 *
 * @param names of the schedulers
 * @param settings `option=value` or `scheduler:option=value`; they go before the above
 * @param steps iterations of the runs
 * @throws RangeError naming a scheduler or option that there is not, or a value out of range
 * @example
 * const [auto] = scoreboardContestants(['fastface-steps'], [], 1000);
 * auto!.reductions(new Float64Array(1000).fill(2)).length; // 8: a constant loss is a plateau
 */
export function scoreboardContestants(
  names: readonly string[],
  settings: readonly string[],
  steps: number,
): Contestant[] {
  const patience = patienceOf(steps);
  const defaults = names.includes('dlib-slope') ? [`dlib-slope:patience=${patience}`] : [];
  return chooseSchedulers(names, [...defaults, ...settings], { learningRate, totalSteps: steps }).map(
    (chosen, i) => asUsed(names[i]!, chosen, patience),
  );
}

function asUsed(name: string, chosen: ChosenScheduler, patience: number): Contestant {
  const { every = 1, accumulationSize = 1, totalSteps, patience: own } = chosen.options;
  const calls = callsOf[name];
  if (calls !== undefined && every === 1 && accumulationSize === 1) {
    const size = Math.max(1, Math.floor(patience / calls));
    return contestantOfMeans(chosen, `called with the mean of every ${size} losses`, size);
  }
  if (totalSteps !== undefined) return contestant(chosen, 'told the length of the run');
  return contestant(chosen, typeof own === 'number' ? `patience ${own}` : 'by its defaults');
}
