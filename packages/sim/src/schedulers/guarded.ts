import type { Scheduler, SchedulerState } from '@fastface/core';

/** A user's scheduler failed in a run although it passed the laws. */
export class SchedulerError extends RangeError {}

/**
 * Wraps a user's scheduler and checks every step, because the laws are checked on a few hundred losses only.
 *
 * @param path of its module, for messages
 * @returns a scheduler whose `init`, `step` and `run` throw a one-line {@link SchedulerError} if the wrapped ones
 *   throw or return a negative or non-finite rate
 */
export function guarded(scheduler: Scheduler, path: string): Scheduler {
  const { name, options, fields } = scheduler;
  const check = (learningRate: number, iteration: number) => {
    if (!(learningRate >= 0 && learningRate < Infinity))
      throw new SchedulerError(`${path}: the learning rate is ${learningRate} at iteration ${iteration}`);
  };
  const looked = (iteration: number, make: () => SchedulerState): SchedulerState => {
    let state: SchedulerState;
    try {
      state = make();
    } catch (error) {
      throw new SchedulerError(`${path}: fails at iteration ${iteration}: ${String(error).split('\n')[0]}`);
    }
    check(state.learningRate, iteration);
    return state;
  };
  return {
    name,
    init: () => looked(0, () => scheduler.init()),
    step: (state, loss) => looked(state.iteration + 1, () => scheduler.step(state, loss)),
    ...(options && { options }),
    ...(fields && { fields }),
    ...(scheduler.reason && { reason: (state) => scheduler.reason!(state) }),
    ...(scheduler.run && {
      run(state, losses, rates) {
        const end = looked(state.iteration + losses.length, () => scheduler.run!(state, losses, rates));
        for (let i = 0; i < losses.length; i++) check(rates[i]!, state.iteration + i + 1);
        return end;
      },
    }),
  };
}
