import { normal } from '@fastface/core/testing';
import type { Trace } from '@fastface/sim/browser';

/** A run that comes with the page: a real training of ours, or made up, and each says which. */
export interface Embedded {
  readonly name: string;
  readonly label: string;
  /** The file of its log among the traces of `@fastface/sim`; or its losses. */
  readonly log: string | null;
  readonly make: (() => Trace) | null;
}

/** Losses made from a seed, one an iteration. */
function made(
  name: string,
  label: string,
  about: string,
  steps: number,
  lossAt: (t: number, normal: () => number) => number,
): Embedded {
  const make = (): Trace => {
    const noise = normal(20240417);
    const losses = Float64Array.from({ length: steps }, (_, t) => Math.fround(lossAt(t, noise)));
    const segment = { steps: Float64Array.from(losses, (_, t) => t), losses, learningRates: null, run: null };
    return {
      file: `${name}.csv`,
      format: 'made up',
      lossName: 'loss',
      otherLosses: [],
      segments: [{ ...segment, plannedSteps: null }],
      notes: [`synthetic: ${about}; not a recording of a real training`],
    };
  };
  return { name, label, log: null, make };
}

/** A loss that falls in a straight line for some of the run, then stays. */
const fallThenFlat = (steps: number, share: number) => (t: number, noise: () => number) =>
  2 + 4 * Math.max(0, 1 - t / (share * steps)) + 0.5 * noise();

export const embedded: readonly Embedded[] = [
  {
    name: 'face-training',
    label: 'A real training of a face recogniser, 20,000 iterations',
    log: 'face-training.jsonl.gz',
    make: null,
  },
  {
    name: 'face-training-steps',
    label: 'The same, its rate halved at eight plateaus',
    log: 'face-training-steps.jsonl.gz',
    make: null,
  },
  {
    name: 'synthetic-quadratic',
    label: 'Noisy quadratic, 6,000 iterations',
    log: 'synthetic-quadratic.jsonl',
    make: null,
  },
  made(
    'like-the-published-run',
    'Like the published run, 165,435 iterations',
    'a fall from 45 to about 8 by a power of the iteration, noise 0.29·L^0.35 as in the published log',
    165_435,
    (t, noise) => {
      const level = 7 + 38 * (1 + t / 3000) ** -0.9;
      return level + 0.29 * level ** 0.35 * noise();
    },
  ),
  made(
    'fall-and-plateau-20k',
    'Fall and plateau, 20,000 iterations',
    'a straight fall for 40 % of the run, then a plateau, white noise',
    20_000,
    fallThenFlat(20_000, 0.4),
  ),
  made(
    'wave-20k',
    'Fall with a wave, 20,000 iterations',
    'a straight fall with white noise and a wave of the same height, ten to a patience',
    20_000,
    (t, noise) => 2 + 0.5 * (2 * (20 - t / 1000) + noise() + Math.sin((20 * Math.PI * t) / 1000)),
  ),
  made(
    'fall-and-plateau-200k',
    'Fall and plateau, 200,000 iterations',
    'a straight fall for 40 % of the run, then a plateau, white noise',
    200_000,
    fallThenFlat(200_000, 0.4),
  ),
  made(
    'fall-and-plateau-2m',
    'Fall and plateau, 2,000,000 iterations',
    'a straight fall for 40 % of the run, then a plateau, white noise',
    2_000_000,
    fallThenFlat(2_000_000, 0.4),
  ),
];
