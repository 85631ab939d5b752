import { learningRates } from '@fastface/core';
import type { ChosenScheduler } from '../schedulers/chooseSchedulers.js';

/** A scheduler configured for runs of one length. */
export interface Contestant {
  readonly name: string;
  /** Description of its configuration. */
  readonly setUp: string;
  /** Its effective options. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Iterations at which it would have lowered the rate, open loop. */
  reductions(losses: Float64Array): number[];
}

/** A scheduler that is called with every loss. */
export const contestant = ({ scheduler, options }: ChosenScheduler, setUp: string): Contestant => ({
  name: scheduler.name,
  setUp,
  options,
  reductions: (losses) => falls(learningRates(scheduler, losses), scheduler.init().learningRate),
});

/** A scheduler that is called with the mean of the finite losses among every `size` losses. */
export const contestantOfMeans = (
  { scheduler, options }: ChosenScheduler,
  setUp: string,
  size: number,
): Contestant => ({
  name: scheduler.name,
  setUp,
  options,
  reductions(losses) {
    const called = Float64Array.from({ length: Math.floor(losses.length / size) }, (_, k) =>
      meanOf(losses.subarray(k * size, (k + 1) * size)),
    );
    const rates = learningRates(scheduler, called);
    return falls(rates, scheduler.init().learningRate).map((call) => (call + 1) * size - 1);
  },
});

/** Mean of the finite losses, NaN if there are none. */
function meanOf(losses: Float64Array): number {
  let [sum, count] = [0, 0];
  for (const loss of losses) {
    if (!Number.isFinite(loss)) continue;
    sum += loss;
    count++;
  }
  return sum / count;
}

/** Iterations at which the rate falls. */
function falls(rates: Float64Array, initial: number): number[] {
  const found: number[] = [];
  let before = initial;
  for (let i = 0; i < rates.length; i++) {
    if (rates[i]! < before) found.push(i);
    before = rates[i]!;
  }
  return found;
}
