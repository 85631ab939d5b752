import { constantSchedule } from './constantSchedule.js';
import { cosineSchedule } from './cosineSchedule.js';
import { dlibSlope } from './dlibSlope.js';
import { exponentialSchedule } from './exponentialSchedule.js';
import { greedyLR } from './greedyLR.js';
import { kerasReduceOnPlateau } from './kerasReduceOnPlateau.js';
import { multiStepSchedule } from './multiStepSchedule.js';
import { oneCycleSchedule } from './oneCycleSchedule.js';
import { optaxReduceOnPlateau } from './optaxReduceOnPlateau.js';
import { option, peerEntry, total } from './peerEntry.js';
import { polynomialSchedule } from './polynomialSchedule.js';
import { pytorchReduceOnPlateau } from './pytorchReduceOnPlateau.js';
import type { SchedulerEntry } from './schedulerEntry.js';
import { stepSchedule } from './stepSchedule.js';
import { warmupStableDecaySchedule } from './warmupStableDecaySchedule.js';

export type { SchedulerContext, SchedulerEntry, SchedulerOption } from './schedulerEntry.js';

const factor = (value: number) => option('factor', value, 'a reduction multiplies the rate by this');
const floor = (value: number) => option('minLearningRate', value, 'the rate does not fall below this');
const mode = option('mode', 'min', 'min for a loss, max for an accuracy');

/** The schedulers that FastFace is compared with. */
export const peers: readonly SchedulerEntry[] = [
  peerEntry('constant', 'the same rate for ever', constantSchedule, []),
  peerEntry(
    'step',
    'times factor every stepSize iterations (PyTorch StepLR)',
    (options, context) =>
      stepSchedule({ stepSize: Math.max(1, Math.ceil(context.totalSteps / 3)), ...options }),
    [option('stepSize', null, 'iterations at each rate (default: a third of the run)'), factor(0.1)],
  ),
  peerEntry(
    'multi-step',
    'times factor at chosen iterations (PyTorch MultiStepLR)',
    (options, context) => multiStepSchedule({ milestones: milestonesOf(context.totalSteps), ...options }),
    [option('milestones', null, 'list of iterations (default: at 50 % and 75 % of the run)'), factor(0.1)],
  ),
  peerEntry(
    'polynomial',
    'down to 0 as a power of the remaining time (PyTorch PolynomialLR)',
    polynomialSchedule,
    [total, option('power', 1, 'exponent; 1 is a straight line')],
  ),
  peerEntry(
    'exponential',
    'times factor at every iteration (PyTorch ExponentialLR)',
    (options, context) => exponentialSchedule({ factor: 0.01 ** (1 / context.totalSteps), ...options }),
    [option('factor', null, 'of every iteration (default: down to 1 % over the run)')],
  ),
  peerEntry('cosine', 'down along a cosine, with warm restarts if T_0 is given (PyTorch)', cosineSchedule, [
    total,
    option('T_0', null, 'iterations of the first cycle (default: no restarts)'),
    option('T_mult', null, 'length of a cycle over that of the one before (default: 1)'),
    floor(0),
  ]),
  peerEntry('one-cycle', 'up to the peak and far down again (PyTorch OneCycleLR)', oneCycleSchedule, [
    total,
    option('warmupFraction', 0.3, 'share of the run that rises'),
    option('divFactor', 25, 'first rate = peak/divFactor'),
    option('finalDivFactor', 10_000, 'last rate = first rate/finalDivFactor'),
    option('anneal', 'cos', 'cos or linear'),
    option('threePhase', false, 'down to the first rate in the time of the rise, then to the last'),
  ]),
  peerEntry('warmup-stable-decay', 'a trapezoid (transformers get_wsd_schedule)', warmupStableDecaySchedule, [
    total,
    option('warmupSteps', null, 'iterations of the rise (default: 1 % of the run)'),
    option('decaySteps', null, 'iterations of the fall (default: 10 % of the run)'),
    option('warmup', 'linear', 'linear, cosine or 1-sqrt'),
    option('decay', 'cosine', 'linear, cosine or 1-sqrt'),
    option('minScale', 0, 'share of the rate at either end'),
  ]),
  peerEntry(
    'pytorch-reduce-on-plateau',
    'best loss not beaten for patience calls (PyTorch)',
    pytorchReduceOnPlateau,
    [
      mode,
      factor(0.1),
      option('patience', 10, 'calls without a new best that are tolerated'),
      option('threshold', 1e-4, 'how much better a new best must be'),
      option('thresholdMode', 'rel', 'rel to the best, or abs'),
      option('cooldown', 0, 'calls after a reduction that do not count'),
      floor(0),
      option('eps', 1e-8, 'a smaller reduction is not made'),
      option('every', 1, 'iterations whose mean loss makes one call'),
    ],
  ),
  peerEntry(
    'optax-reduce-on-plateau',
    'best mean loss not beaten for patience values (optax)',
    optaxReduceOnPlateau,
    [
      factor(0.1),
      option('patience', 10, 'values without an improvement'),
      option('rtol', 1e-4, 'relative improvement needed'),
      option('atol', 0, 'absolute improvement needed'),
      option('cooldown', 0, 'values after a reduction that do not count'),
      option('accumulationSize', 1, 'iterations whose mean loss makes one value'),
      option('minScale', 0, 'floor, as a share of the first rate'),
    ],
  ),
  peerEntry(
    'keras-reduce-on-plateau',
    'best loss not beaten for patience calls (Keras)',
    kerasReduceOnPlateau,
    [
      factor(0.1),
      option('patience', 10, 'calls without an improvement'),
      mode,
      option('minDelta', 1e-4, 'absolute improvement needed'),
      option('cooldown', 0, 'calls after a reduction that do not count'),
      floor(0),
    ],
  ),
  peerEntry('dlib-slope', 'no hint of a decrease in the last patience losses (dlib)', dlibSlope, [
    option('patience', 2000, 'iterations without progress'),
    factor(0.1),
  ]),
  peerEntry(
    'greedy-lr',
    'up while the loss makes records, down while it does not (transformers GreedyLR)',
    greedyLR,
    [
      mode,
      factor(0.95),
      option('patience', 10, 'good or bad calls in a row that are tolerated'),
      option('threshold', 1e-6, 'how much better a new best must be'),
      option('thresholdMode', 'abs', 'abs, or rel to the best'),
      option('cooldown', 0, 'calls after a reduction that are not looked at'),
      option('warmup', 0, 'calls after an increase that are not looked at'),
      floor(0.001),
      option('maxLearningRate', 1, 'the rate does not rise above this'),
      option('eps', 1e-8, 'a smaller change is not made'),
      option('smooth', false, 'judge a rolling mean instead of each loss'),
      option('windowSize', 50, 'losses in the rolling mean'),
      option('resetStart', 500, 'reductions asked for at the floor until the first rate comes back'),
    ],
  ),
];

/** One half and three quarters of the run, without 0 and duplicates in very short runs. */
const milestonesOf = (total: number) =>
  [...new Set([Math.floor(total / 2), Math.floor((3 * total) / 4)])].filter((milestone) => milestone > 0);
