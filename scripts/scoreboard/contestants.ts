import { scoreboardContestants } from '@fastface/sim';

/** Every scheduler of the project that listens to the loss, ours first. */
export const names = [
  'fastface-steps',
  'fastface',
  'fastface-published',
  'moving-haar',
  'dlib-slope',
  'pytorch-reduce-on-plateau',
  'keras-reduce-on-plateau',
  'optax-reduce-on-plateau',
  'greedy-lr',
] as const;

export const everyone = (steps: number) => scoreboardContestants(names, [], steps);
export const onlyAuto = (steps: number, settings: readonly string[] = []) =>
  scoreboardContestants(['fastface-steps'], settings, steps);
