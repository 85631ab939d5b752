import type { Scheduler, SchedulerState } from '@fastface/core';

/** A user's scheduler failed in a run, where the laws that it was tried on did not show it. */
export class SchedulerError extends RangeError {}

/**
 * A user's scheduler that is looked at in every step: the laws are tried on a few hundred losses, and a run is longer.
 *
 * @param path of its module, for messages
 * @returns one whose `init`, `step` and `run` throw a {@link SchedulerError}, in one line, where the scheduler's throw or make a rate
 * that is negative or not finite
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
