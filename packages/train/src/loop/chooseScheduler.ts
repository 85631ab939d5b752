import { type Scheduler, warmup } from '@fastface/core';
import { type ChosenScheduler, chooseSchedulers } from '@fastface/sim';
import type { RunConfig } from './runConfig.js';

type SchedulerConfig = Pick<RunConfig, 'scheduler' | 'set' | 'learningRate' | 'steps' | 'warmup'>;

/**
 * The scheduler of a run, by any name that `fastface schedulers` lists, with warm-up before it. It is told the rate and
 * the steps that are left after the warm-up.
 *
 * @throws RangeError naming what is wrong
 */
export function chooseScheduler(config: SchedulerConfig): ChosenScheduler {
  const { scheduler: name, set, learningRate, steps } = config;
  const context = { learningRate, totalSteps: Math.max(1, steps - config.warmup) };
  const [chosen] = chooseSchedulers([name], set, context) as [ChosenScheduler];
  if (config.warmup === 0) return chosen;
  return { ...chosen, scheduler: warmup(chosen.scheduler, { steps: config.warmup }) as Scheduler };
}
