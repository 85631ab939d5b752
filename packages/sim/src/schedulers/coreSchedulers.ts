import {
  emaHaar,
  type FastFaceAutoOptions,
  type FastFaceOptions,
  type FastFaceStepsOptions,
  fastface,
  fastfaceAuto,
  fastfacePublished,
  fastfaceRecurrence,
  fastfaceSteps,
  type GrowingHaarOptions,
  growingHaar,
  type MovingHaarOptions,
  movingHaar,
  movingHaarNaive,
  type Scheduler,
} from '@fastface/core';
import { option, total } from './peerEntry.js';
import type { SchedulerEntry, SchedulerOption } from './schedulerEntry.js';

const shared = [option('learningRate', null, 'rate of the first update (default: of the run, or 1)'), total];

const family = [
  ...shared,
  option('alpha', 0.001, 'weight of the newest loss in the first EMA'),
  option('beta', 0.001, 'weight of the newest decrease in the second EMA'),
  option('threshold', 5e-5, 'stationary when the trend is below this, loss per iteration'),
  option('patienceFraction', 0.05, 'patience as a fraction of totalSteps'),
  option('patience', null, 'patience in iterations, instead of patienceFraction'),
  option('factor', 0.5, 'a reduction multiplies the rate by this'),
  option('maxReductions', 8, 'maximum number of reductions'),
];
const minLearningRate = option('minLearningRate', 0, 'the rate does not fall below this');
const cooldown = option('cooldown', 0, 'iterations after a reduction that do not count as stationary');
const haarWidth = option('haarWidth', 1, 'half-width of the Haar kernel, iterations');

const growing = [
  option('noiseMultiple', 0.4, 'a fall by fewer noise deviations is not worth waiting for'),
  option('confidence', 2.5, 'standard errors by which the loss may fall faster than it is seen to'),
  option('earliest', 0.1, 'share of the run in which no plateau is found yet'),
  option('maxBackOffs', 8, 'maximum number of times that the rate is lowered because the loss rises'),
];

const moving = [
  ...shared,
  option('window', null, 'iterations in the average and the kernel (default: 0.015 of totalSteps)'),
  option('threshold', 0.06, 'stationary when H is below this, in units of loss'),
  option('patience', null, 'patience in iterations (default: 2·window)'),
  option('factor', 0.5, 'a reduction multiplies the rate by this'),
  option('restartAfter', 3, 'reductions in one stationary stretch before a restart'),
  option('restartFactor', 4, 'a restart multiplies the rate by this'),
];

function entry<Options extends object>(
  name: string,
  description: string,
  options: readonly SchedulerOption[],
  maker: (options: Options) => Scheduler,
): SchedulerEntry {
  return { name, description, options, make: (given, context) => maker({ ...context, ...given } as Options) };
}

/** The schedulers of `@fastface/core`, by the names of the command line. */
export const coreSchedulers: readonly SchedulerEntry[] = [
  entry<FastFaceOptions>(
    'fastface',
    'FastFace in O(1), with the published constants',
    [...family, minLearningRate, cooldown, haarWidth],
    fastface,
  ),
  entry<Omit<FastFaceAutoOptions, 'totalSteps'> & { readonly totalSteps: number | null }>(
    'fastface-auto',
    'the default: holds the rate while the loss falls, then straight to zero',
    [
      ...shared,
      ...growing,
      option(
        'lastShare',
        null,
        'share of the run that is annealed at least (default: 0.1; 0.2 of unknown length)',
      ),
      option('power', 1, 'exponent of the way down'),
      option('maxSteps', null, 'with totalSteps=null: updates after which the run has ended at the latest'),
    ],
    // A run of unknown length: `--set totalSteps=null`.
    ({ totalSteps, ...rest }) => fastfaceAuto(totalSteps ? { totalSteps, ...rest } : rest),
  ),
  entry<GrowingHaarOptions>(
    'growing-haar',
    'its plateaus alone: the rate is halved at each',
    [
      ...shared,
      ...growing,
      option('factor', 0.5, 'a reduction multiplies the rate by this'),
      option('maxReductions', 8, 'maximum number of reductions'),
    ],
    growingHaar,
  ),
  entry<FastFaceStepsOptions>(
    'fastface-steps',
    'FastFace with threshold and smoothing from the noise: the rate is halved at every plateau',
    [
      ...shared,
      option('patienceFraction', 0.05, 'patience as a fraction of totalSteps'),
      option('patience', null, 'patience in iterations, instead of patienceFraction'),
      option('noiseMultiple', 0.5, 'a plateau falls by fewer noise deviations per patience'),
      option('noiseRatio', 0.25, 'noise of the trend as a share of the threshold'),
      option('factor', 0.5, 'a reduction multiplies the rate by this'),
      option('maxReductions', 8, 'maximum number of reductions'),
      minLearningRate,
      cooldown,
    ],
    fastfaceSteps,
  ),
  entry<FastFaceOptions>(
    'ema-haar',
    'its definition, recomputed at every iteration: O(n)',
    [...family, minLearningRate, cooldown, haarWidth],
    emaHaar,
  ),
  entry<FastFaceOptions>(
    'fastface-recurrence',
    "the paper's recurrence, exactly seeded",
    [...family, minLearningRate, cooldown],
    fastfaceRecurrence,
  ),
  entry<FastFaceOptions>(
    'fastface-published',
    "the authors' class, with its seed and its delay",
    family,
    fastfacePublished,
  ),
  entry<MovingHaarOptions>('moving-haar', 'version 1 of the paper, with restarts', moving, movingHaar),
  entry<MovingHaarOptions>(
    'moving-haar-naive',
    'its definition, recomputed at every iteration',
    moving,
    movingHaarNaive,
  ),
];
