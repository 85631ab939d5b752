/** A scheduler that takes part, with what it is told for a run of a given length. */
export interface Contestant {
  /** What the results call it. */
  readonly name: string;
  /** A name that `fastface schedulers` lists, or the path of a module. */
  readonly scheduler: string;
  /** Its options beside rate and length, for a run of `steps` updates. */
  options(steps: number): Readonly<Record<string, unknown>>;
  /** True where the rate is a function of the iteration alone: the best of these is what regret is measured against. */
  readonly fixed: boolean;
}

const fixed = (name: string, scheduler = name, options: Contestant['options'] = () => ({})): Contestant => ({
  name,
  scheduler,
  options,
  fixed: true,
});

const driven = (name: string, scheduler = name, options: Contestant['options'] = () => ({})): Contestant => ({
  name,
  scheduler,
  options,
  fixed: false,
});

const wsd = (share: number) => (steps: number) => ({
  warmupSteps: 0,
  decaySteps: Math.round(share * steps),
  decay: 'linear',
});

/** One call for a hundredth of the run, as if it were an epoch of a hundred. */
const epoch = (steps: number) => Math.max(1, Math.round(steps / 100));

/**
 * Who takes part unless others are named. `…-tuned` gives a plateau rule what its authors mean it to see: the mean loss of a
 * hundredth of the run instead of one batch's, and a patience of ten of these.
 */
export const contestants: readonly Contestant[] = [
  fixed('constant'),
  fixed('linear', 'polynomial', () => ({ power: 1 })),
  fixed('power-2', 'polynomial', () => ({ power: 2 })),
  fixed('cosine'),
  fixed('wsd-10', 'warmup-stable-decay', wsd(0.1)),
  fixed('wsd-20', 'warmup-stable-decay', wsd(0.2)),
  fixed('one-cycle'),
  fixed('step'),
  driven('pytorch-plateau', 'pytorch-reduce-on-plateau'),
  driven('pytorch-plateau-tuned', 'pytorch-reduce-on-plateau', (steps) => ({
    every: epoch(steps),
    patience: 10,
  })),
  driven('keras-plateau', 'keras-reduce-on-plateau'),
  driven('keras-plateau-tuned', 'keras-reduce-on-plateau', (steps) => ({ patience: 10 * epoch(steps) })),
  driven('optax-plateau', 'optax-reduce-on-plateau'),
  driven('optax-plateau-tuned', 'optax-reduce-on-plateau', (steps) => ({
    accumulationSize: epoch(steps),
    patience: 10,
  })),
  driven('greedy-lr', 'greedy-lr'),
  driven('greedy-lr-tuned', 'greedy-lr', (steps) => ({
    patience: epoch(steps),
    smooth: true,
    minLearningRate: 0,
  })),
  driven('dlib', 'dlib-slope'),
  driven('dlib-tuned', 'dlib-slope', (steps) => ({ patience: 10 * epoch(steps) })),
  driven('fastface'),
  driven('moving-haar'),
  driven('fastface-steps'),
  driven('fastface-auto'),
];
