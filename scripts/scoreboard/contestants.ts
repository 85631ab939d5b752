import { learningRates } from '@fastface/core';
import { findScheduler } from '@fastface/sim';

/** A scheduler as its users would set it up for a run of this length. */
export interface Contestant {
  readonly name: string;
  /** How it was set up, for the page. */
  readonly setUp: string;
  /** Iterations at which it would have lowered the rate. */
  reductions(losses: Float64Array): number[];
}

/** τ of every contestant: all have the same patience in iterations. */
export const patienceOf = (steps: number): number => Math.floor(steps / 20);

const learningRate = 0.02;

function make(name: string, options: Readonly<Record<string, unknown>>, totalSteps: number) {
  const found = findScheduler(name);
  if (!found) throw new RangeError(`no scheduler ${name}`);
  return found.make(options, { learningRate, totalSteps });
}

/** Where the rate is lower than just before. */
function falls(rates: Float64Array): number[] {
  const found: number[] = [];
  for (let i = 0; i < rates.length; i++) {
    if (rates[i]! < (i === 0 ? learningRate : rates[i - 1]!)) found.push(i);
  }
  return found;
}

const eachLoss = (
  name: string,
  setUp: string,
  options: (patience: number) => Readonly<Record<string, unknown>> = () => ({}),
): Contestant => ({
  name,
  setUp,
  reductions: (losses) =>
    falls(learningRates(make(name, options(patienceOf(losses.length)), losses.length), losses)),
});

/** Called with the mean of every tenth of a patience, with its default patience of 10 calls. */
const means = (name: string): Contestant => ({
  name,
  setUp: 'called with the mean loss of each tenth of the patience, 10 calls patience (its default)',
  reductions(losses) {
    const size = Math.max(1, Math.floor(patienceOf(losses.length) / 10));
    const called = Float64Array.from({ length: Math.floor(losses.length / size) }, (_, k) => {
      let sum = 0;
      for (let i = k * size; i < (k + 1) * size; i++) sum += losses[i]!;
      return sum / size;
    });
    return falls(learningRates(make(name, {}, called.length), called)).map((call) => (call + 1) * size - 1);
  },
});

/** In the order of the page. */
export const contestants: readonly Contestant[] = [
  eachLoss('fastface-auto', 'told the length of the run'),
  eachLoss('fastface', 'told the length of the run; published constants'),
  eachLoss('fastface-published', 'told the length of the run; published constants'),
  eachLoss('dlib-slope', 'its patience set to the same number of iterations', (patience) => ({ patience })),
  means('pytorch-reduce-on-plateau'),
  means('keras-reduce-on-plateau'),
  means('optax-reduce-on-plateau'),
  means('greedy-lr'),
];
