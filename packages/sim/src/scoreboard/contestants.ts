import { type ChosenScheduler, chooseSchedulers } from '../schedulers/chooseSchedulers.js';
import { type Contestant, contestant, contestantOfMeans } from './contestant.js';

/** Base rate of every contestant; the score does not depend on it. */
const learningRate = 0.02;

/** Patience of every contestant, from the length of the run: a twentieth, the default of FastFace. */
export const patienceOf = (steps: number): number => Math.max(1, Math.floor(steps / 20));

/**
 * Schedulers designed for one value per epoch. They are called with mean losses; the number of calls per patience is
 * their default patience.
 */
const callsOf: Readonly<Record<string, number>> = {
  'pytorch-reduce-on-plateau': 10,
  'keras-reduce-on-plateau': 10,
  'optax-reduce-on-plateau': 10,
  'greedy-lr': 10,
};

/**
 * Schedulers as a user would configure them for runs of one length, all with the same patience in iterations.
 * Schedulers that take the run length receive it, dlib's slope test receives the patience, and schedulers designed
 * for one value per epoch are called with the mean loss of every tenth of it, unless `every` or `accumulationSize` is
 * set.
 *
 * @param names of the schedulers
 * @param settings `option=value` or `scheduler:option=value`; they override the above
 * @param steps iterations of the runs
 * @throws RangeError naming an unknown scheduler or option, or a value out of range
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
